//! The `guidepost` program; all of it is in the library.

use std::process::ExitCode;

/// A build makes and drops millions of small texts on several threads, which this allocator does faster than most systems'.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    guidepost::cli::run(std::env::args_os())
}
