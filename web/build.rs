//! Reads the stylesheets, modules and icons into the binary, hashed and compressed.

fn main() {
    let folders = [("css", "../assets/css"), ("js", "../assets/js"), ("icons", "../assets/icons")];
    memory_serve::load_names_directories(folders, true);
    println!("cargo:rerun-if-changed=../assets/locales");
}
