//! The example programs of this workspace.

use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");

/// The examples that this process has built.
static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Builds an example of this workspace, with the profile and in the target folder of the running program, and says
/// where it lies.
///
/// # Panics
/// It cannot be built.
#[must_use]
#[track_caller]
pub fn example(name: &str) -> PathBuf {
    // Programs lie in TARGET/PROFILE, tests in TARGET/PROFILE/deps.
    let own = env::current_exe().expect("a program knows its own path");
    let mut folders = own.ancestors().skip(1).skip_while(|folder| folder.ends_with("deps"));
    let (Some(profile_folder), Some(target_folder)) = (folders.next(), folders.next()) else {
        panic!("{} does not lie in a target folder", own.display());
    };
    let profile = match profile_folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    // Held while building: other tests wait here for the program rather than for cargo's lock.
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if !built.contains(name) {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--manifest-path", WORKSPACE, "--package", "radius-examples"])
            .args(["--example", name, "--profile", profile, "--target-dir"])
            .arg(target_folder)
            .output()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", env!("CARGO")));
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the example {name} does not build:\n{messages}");
        built.insert(name.to_owned());
    }
    profile_folder.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
