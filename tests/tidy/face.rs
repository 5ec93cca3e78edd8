//! Rules for templates, stylesheets and scripts: nothing inline, nothing dead, within the budgets.

use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{Command, Stdio},
};

use super::{Source, judged, names, none, sources};

/// What a page may load, compressed, in bytes.
const PAGE_CSS: usize = 20 * 1024;
const PAGE_JS: usize = 20 * 1024;

/// Beginnings of classes whose end a template writes from a value, such as `hue-{{ name|hue }}`.
const DYNAMIC_CLASSES: [&str; 2] = ["hue-", "heat-"];

/// Attributes and elements that the content security policy would block.
fn inline(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in source.text.match_indices('<') {
        let rest = &source.text[at + 1..];
        let tag = &rest[..tag_end(rest)];
        let element = tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        let line = source.text[..at].matches('\n').count() + 1;
        let body = rest.get(tag.len() + 1..).unwrap_or_default();
        if element == "style" || element == "script" && !(tag.contains(" src=") && body.starts_with("</script>")) {
            found.push(format!("{}:{line}: inline <{element}>; move it to assets", source.path));
        }
        let handler = |name: &str| name == "style" || name.len() > 2 && name.starts_with("on") && !name.contains('-');
        for name in attributes(tag).into_iter().filter(|name| handler(name)) {
            found.push(format!("{}:{line}: inline attribute {name}; use a class or a data attribute", source.path));
        }
    }
    found
}

/// Where a tag's `>` stands, passing over quoted values and over what askama fills in.
fn tag_end(text: &str) -> usize {
    let (mut quote, mut filled) = (None, false);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match (*byte, bytes.get(at + 1)) {
            (b'{', Some(b'{' | b'%')) => filled = true,
            (b'}' | b'%', Some(b'}')) if filled => filled = false,
            _ if filled => {}
            (b'>', _) if quote.is_none() => return at,
            (b'"' | b'\'', _) if quote == Some(*byte) => quote = None,
            (b'"' | b'\'', _) if quote.is_none() => quote = Some(*byte),
            _ => {}
        }
    }
    text.len()
}

/// Names before an `=` outside quoted values and outside what askama fills in.
fn attributes(tag: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let name = rest[..at].rsplit(|c: char| c.is_whitespace() || c == '}').next().unwrap_or_default();
        found.push(name);
        let value = &rest[at + 1..];
        let quoted = value.strip_prefix('"').and_then(|value| Some(&value[value.find('"')? + 1..]));
        rest = quoted.unwrap_or(value);
    }
    found
}

/// Templates that no page renders and no other template takes in.
fn dead_templates(all: &[Source]) -> Vec<String> {
    let home = "web/templates";
    let templates = all.iter().filter(|source| source.is_under(home));
    let dead = templates.filter(|template| {
        let name = format!("\"{}\"", &template.path[home.len() + 1..]);
        !all.iter().any(|other| other.path != template.path && other.is_under("web") && other.text.contains(&name))
    });
    dead.map(|template| format!("{}:1: no page uses this template; remove it", template.path)).collect()
}

/// Scripts and drawings that nothing names.
fn dead_assets(all: &[Source]) -> Vec<String> {
    let assets = all.iter().filter(|source| source.is_under("assets/js") || source.is_under("assets/icons"));
    let dead = assets.filter(|asset| {
        let name = asset.path.rsplit('/').next().unwrap_or_default();
        !all.iter().any(|source| source.is_under("web") && source.text.contains(name))
    });
    dead.map(|asset| format!("{}:1: nothing loads this file; remove it", asset.path)).collect()
}

/// The classes that a stylesheet selects, with their lines.
fn classes(css: &str) -> Vec<(usize, String)> {
    let css = without_comments(css);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in css.char_indices() {
        if c == '{' {
            let line = css[..at].matches('\n').count() + 1;
            found.extend(selected(&css[start..at]).into_iter().map(|class| (line, class)));
        }
        if matches!(c, '{' | '}' | ';') {
            start = at + 1;
        }
    }
    found
}

fn selected(prelude: &str) -> Vec<String> {
    if prelude.trim_start().starts_with('@') {
        return Vec::new();
    }
    let after_dots = prelude.split('.').skip(1);
    let class = |rest: &str| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>()
    };
    after_dots.map(class).filter(|class| class.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}

/// Comments become blanks, so that lines keep their numbers.
fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        let (comment, after) = comment.split_once("*/").unwrap_or((comment, ""));
        text.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    text + rest
}

fn dead_classes(stylesheet: &Source, used: &BTreeSet<&str>) -> Vec<String> {
    let alive = |class: &str| used.contains(class) || DYNAMIC_CLASSES.iter().any(|start| class.starts_with(start));
    let mut told = BTreeSet::new();
    let dead = classes(&stylesheet.text).into_iter().filter(|(_, class)| !alive(class) && told.insert(class.clone()));
    let message =
        |(line, class)| format!("{}:{line}: nothing uses the class .{class}; remove its rules", stylesheet.path);
    dead.map(message).collect()
}

/// The size after gzip at its best.
fn compressed(text: &str) -> usize {
    let mut gzip =
        Command::new("gzip").args(["-9", "-c"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = gzip.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let size = gzip.wait_with_output().unwrap().stdout.len();
    writer.join().unwrap().unwrap();
    size
}

fn over_budget(what: &str, size: usize, budget: usize) -> Vec<String> {
    if size <= budget {
        return Vec::new();
    }
    vec![format!("{what}: {size} bytes compressed; make it smaller (at most {budget})")]
}

#[test]
fn templates_have_nothing_inline() {
    let all = sources();
    none(&all.iter().filter(|source| source.is_under("web/templates")).flat_map(inline).collect::<Vec<_>>());
}

#[test]
fn templates_and_assets_are_alive() {
    let all = sources();
    none(&[dead_templates(&all), dead_assets(&all)].concat());
}

#[test]
fn classes_are_alive() {
    let all = sources();
    let users = all.iter().filter(|source| {
        source.is_under("web/templates")
            || source.is_under("assets/js")
            || source.is_under("web/src") && !source.is_test()
    });
    let used: BTreeSet<_> = users.flat_map(|source| names(&source.text)).collect();
    let stylesheets = all.iter().filter(|source| source.ends_with(".css"));
    let mut findings: Vec<_> = stylesheets.flat_map(|stylesheet| dead_classes(stylesheet, &used)).collect();
    let idle = DYNAMIC_CLASSES.iter().filter(|start| !used.contains(*start));
    findings.extend(
        idle.map(|start| {
            format!("tests/tidy/face.rs: no template writes classes beginning with {start}; remove it here")
        }),
    );
    none(&findings);
}

#[test]
fn pages_stay_within_their_budgets() {
    let all = sources();
    let size = |source: &Source| compressed(&source.text);
    let sheets = || all.iter().filter(|source| source.is_under("assets/css") && source.ends_with(".css"));
    let app = sheets().filter(|sheet| sheet.ends_with("/app.css")).map(size).sum::<usize>();
    let largest = sheets().filter(|sheet| !sheet.ends_with("/app.css")).map(size).max().unwrap_or_default();
    let scripts = all.iter().filter(|source| source.is_under("assets/js")).map(size).sum();
    assert!(app > 0, "assets/css/app.css is missing");
    none(&[over_budget("assets/css", app + largest, PAGE_CSS), over_budget("assets/js", scripts, PAGE_JS)].concat());
}

#[test]
fn inline_styles_and_scripts_are_found() {
    judged(
        inline,
        "a.html",
        &[
            (r#"<p style="color:red">"#, true),
            (r#"<p class="a"{% if b > 1 %} onclick="go()"{% endif %}>"#, true),
            ("<style>p{}</style>", true),
            ("<script>go()</script>", true),
            (r#"<script src="{{ js }}"></script>"#, false),
            (r#"<p title="a = b > c" data-style="x" class="on">a style=x</p>"#, false),
        ],
    );
}

#[test]
fn dead_templates_and_assets_are_found() {
    let page = Source::new("web/src/a.rs", "#[template(path = \"a/show.html\")]");
    let show =
        Source::new("web/templates/a/show.html", "{% include \"a/part.html\" %}<script src=\"app.js\"></script>");
    let part = Source::new("web/templates/a/part.html", "{% include \"a/part.html\" %}");
    let script = Source::new("assets/js/app.js", "");
    assert_eq!(dead_templates(&[page, show, part]), Vec::<String>::new());
    let part = Source::new("web/templates/a/part.html", "{% include \"a/part.html\" %}");
    assert_eq!(dead_templates(std::slice::from_ref(&part)).len(), 1);
    assert_eq!(dead_assets(&[part, script]).len(), 1);
}

#[test]
fn dead_classes_are_found() {
    let css = "/* .note\n */\n@media (min-width: 1.5em) {\n  .a > .b-c:hover, p .dead { margin: .5em; &.hue-3 { opacity: .9 } }\n}";
    let sheet = Source::new("a.css", css);
    let used = names("<p class=\"a b-c\">");
    assert_eq!(dead_classes(&sheet, &used), ["a.css:4: nothing uses the class .dead; remove its rules"]);
}

#[test]
fn budgets_can_be_exceeded() {
    assert!(compressed("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") < 40);
    assert_eq!(over_budget("a", 2, 2).len(), 0);
    assert_eq!(over_budget("a", 3, 2).len(), 1);
}
