//! Code that must not compile, with the message that the user gets. Accept a change with `TRYBUILD=overwrite`.

use std::path::Path;
use std::{fs, io};

/// The cases are compiled in a project of their own, which is where their dictionaries have to be.
fn copy_dictionaries() -> io::Result<()> {
    let project =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild").join(env!("CARGO_PKG_NAME"));
    let to = project.join("dictionaries");
    fs::create_dir_all(&to)?;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dictionaries"))? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

#[test]
fn what_is_wrong_is_an_error_that_helps() {
    copy_dictionaries().unwrap();
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
