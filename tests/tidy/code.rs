//! Rules for source files: length of functions, handlers and files, documentation, leftovers.

use super::{Source, judged, none, sources};

const FUNCTION_LINES: usize = 70;
const HANDLER_LINES: usize = 10;
const FILE_LINES: usize = 500;

/// How many of a file's first lines may state why it is long.
const HEAD: usize = 3;

/// A function as rustfmt lays it out.
struct Function<'a> {
    line: usize,
    signature: String,
    body: Vec<&'a str>,
    /// From the first line of the signature to the closing brace.
    length: usize,
}

/// All functions with a body. Leans on rustfmt: the closing brace stands alone below the first letter of the function.
fn functions(source: &Source) -> Vec<Function<'_>> {
    let lines: Vec<_> = source.text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| starts_function(line));
    starts.filter_map(|(at, line)| function(&lines[at..], at + 1, line)).collect()
}

fn starts_function(line: &str) -> bool {
    let Some((before, _)) = line.split_once("fn ") else { return false };
    before.split_whitespace().all(|word| {
        word.starts_with("pub")
            || matches!(word, "const" | "async" | "unsafe" | "in" | "extern" | "default")
            || word.ends_with(')')
    })
}

fn function<'a>(lines: &[&'a str], line: usize, first: &str) -> Option<Function<'a>> {
    let indent = &first[..first.len() - first.trim_start().len()];
    let last = lines.iter().position(|line| line.ends_with(['{', ';', '}']))?;
    let signature = lines[..=last].join(" ");
    if lines[last].ends_with(';') {
        return None;
    }
    let closing = format!("{indent}}}");
    let length = if lines[last].ends_with('{') {
        lines.iter().skip(last).position(|line| *line == closing)? + last + 1
    } else {
        last + 1
    };
    let body = lines.get(last + 1..length - 1).unwrap_or_default().to_vec();
    Some(Function { line, signature, body, length })
}

fn long_functions(source: &Source) -> Vec<String> {
    let long = functions(source).into_iter().filter(|function| function.length > FUNCTION_LINES);
    let message = |function: Function| {
        format!(
            "{}:{}: this function has {} lines; split it (at most {FUNCTION_LINES})",
            source.path, function.line, function.length
        )
    };
    long.map(message).collect()
}

/// A handler is an async function that takes the visit itself.
fn long_handlers(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for function in functions(source) {
        let handles = function.signature.contains("async fn") && function.signature.contains("visit: Visit");
        let lines = function.body.iter().filter(|line| !line.trim().is_empty()).count();
        if handles && lines > HANDLER_LINES {
            found.push(format!(
                "{}:{}: this handler has {lines} lines; move work into the use case or a view (at most {HANDLER_LINES})",
                source.path, function.line
            ));
        }
    }
    found
}

fn long_file(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let reason = source.text.lines().take(HEAD).any(|line| line.contains("Long because "));
    if lines <= FILE_LINES || reason {
        return Vec::new();
    }
    vec![format!(
        "{}:1: {lines} lines; split the file, or begin it with `Long because …` (at most {FILE_LINES})",
        source.path
    )]
}

fn undocumented(source: &Source) -> Vec<String> {
    if source.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![format!("{}:1: begin the file with one line `//! …` that says what it is for", source.path)]
}

/// Leftovers, spelt so that this file does not find itself.
fn leftovers(source: &Source) -> Vec<String> {
    const NOTES: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    const MACROS: [&str; 3] = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!(")];
    const PLACES: [&str; 2] = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    let mut found = Vec::new();
    for (line, text) in source.lines() {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        if words.any(|word| NOTES.contains(&word)) || MACROS.iter().any(|name| text.contains(name)) {
            found.push(format!("{}:{line}: finish this, or open an issue and remove the note", source.path));
        }
        if PLACES.iter().any(|place| text.contains(place)) {
            found.push(format!("{}:{line}: a path of one machine; make it relative or a setting", source.path));
        }
    }
    found
}

fn check(wanted: impl Fn(&Source) -> bool, check: impl Fn(&Source) -> Vec<String>) {
    none(&sources().iter().filter(|source| wanted(source)).flat_map(check).collect::<Vec<_>>());
}

fn is_rust(source: &Source) -> bool {
    source.ends_with(".rs")
}

#[test]
fn functions_are_short() {
    check(is_rust, long_functions);
}

#[test]
fn handlers_are_short() {
    check(|source| is_rust(source) && source.is_under("web/src"), long_handlers);
}

#[test]
fn files_are_short() {
    check(|source| [".rs", ".html", ".css", ".js", ".ftl"].iter().any(|end| source.ends_with(end)), long_file);
}

#[test]
fn files_say_what_they_are_for() {
    check(is_rust, undocumented);
}

#[test]
fn nothing_is_left_over() {
    check(|source| !source.ends_with("Cargo.lock") && !source.path.starts_with("LICENSE"), leftovers);
}

#[test]
fn long_functions_are_found() {
    let of = |lines: usize| {
        format!(
            "impl A {{\n    pub(crate) fn f(\n        a: u8,\n    ) {{\n{}    }}\n}}\n",
            "        g();\n".repeat(lines)
        )
    };
    judged(long_functions, "a.rs", &[(&of(66), false), (&of(67), true)]);
    judged(
        long_functions,
        "a.rs",
        &[("fn f() {}\n", false), ("    fn f();\n", false), (&of(67).replace("pub(crate) ", "const "), true)],
    );
}

#[test]
fn long_handlers_are_found() {
    let of = |lines: usize| format!("async fn show(visit: Visit) -> Answer {{\n{}}}\n", "    g();\n\n".repeat(lines));
    judged(long_handlers, "a.rs", &[(&of(10), false), (&of(11), true)]);
    judged(long_handlers, "a.rs", &[(&of(11).replace("visit: Visit", "visit: &Visit"), false)]);
}

#[test]
fn long_files_are_found() {
    let long = "x\n".repeat(501);
    judged(
        long_file,
        "a.rs",
        &[(&long, true), (&format!("//! A.\n//! Long because of b.\n{long}"), false), (&long[2..], false)],
    );
}

#[test]
fn undocumented_files_are_found() {
    judged(undocumented, "a.rs", &[("", true), ("use a;\n", true), ("//! A.\n", false)]);
}

#[test]
fn leftovers_are_found() {
    let note = format!("// {}: later", concat!("TO", "DO"));
    let call = format!("    {});", concat!("dbg", "!(a"));
    let place = format!("let a = \"{}main\";", concat!("/wo", "rk/"));
    judged(
        leftovers,
        "a.rs",
        &[(&note, true), (&call, true), (&place, true), ("// ¡Ya está todo!", false), ("ANTTODOS", false)],
    );
}
