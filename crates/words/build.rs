//! Lists the message files, so that a new file needs no line anywhere else.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("messages");
    println!("cargo::rerun-if-changed=messages");
    let mut told = String::new();
    for (name, folder) in [("ENGLISH", "en"), ("GERMAN", "de")] {
        println!("cargo::rerun-if-changed=messages/{folder}");
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "ftl") {
                files.push(path);
            }
        }
        files.sort();
        writeln!(told, "const {name}: &[(&str, &str)] = &[")?;
        for path in files {
            let file = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            writeln!(told, "    ({file:?}, include_str!({path:?})),")?;
        }
        writeln!(told, "];")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("files.rs"), told)?;
    Ok(())
}
