//! Compiles the C program, which must not even warn.

fn main() {
    let header = "../../include";
    println!("cargo::rerun-if-changed={header}/memscope.h");
    println!("cargo::rerun-if-changed=program.c");
    cc::Build::new()
        .file("program.c")
        .include(header)
        .std("c11")
        .extra_warnings(true)
        .flag_if_supported("-Wpedantic")
        .warnings_into_errors(true)
        .compile("program");
}
