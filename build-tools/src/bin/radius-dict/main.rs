//! `radius-dict`: checks, shows, searches and compiles FreeRADIUS dictionaries.

mod check;
mod compile;
mod explain;
mod lookup;
mod row;
mod tree;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use radius_build::generate::Selection;
use radius_build::{Loaded, Options, Style, load, render_all};

/// Checks, shows, searches and compiles FreeRADIUS dictionaries.
///
/// What is wrong with a dictionary is shown on standard error. The exit code is 1 if there are errors in it, or if what
/// was looked for is not there, and 2 if the arguments are wrong or the output cannot be written.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows everything that is wrong with dictionaries, warnings too.
    Check {
        #[command(flatten)]
        files: Files,
        /// `json` writes one object a line for each error and warning.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Shows all attributes, each below what it stands in.
    Tree {
        #[command(flatten)]
        files: Files,
        /// `json` writes one object a line for each attribute.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Shows the attributes, vendors and named values that a name or number stands for.
    Lookup {
        /// The dictionary. What it includes is read too.
        file: PathBuf,
        /// A name, in upper or lower case; numbers such as 26.9.1; or a vendor's Private Enterprise Number.
        wanted: String,
    },
    /// Shows what a code such as D0401 means, a dictionary that raises it, and how to mend that.
    Explain {
        /// The code, which stands in brackets behind `error` or `warning`.
        code: String,
    },
    /// Writes the Rust module that the macro and build scripts compile dictionaries into.
    Generate {
        #[command(flatten)]
        files: Files,
        /// The name of the module.
        #[arg(long, value_name = "NAME", default_value = "dictionary", value_parser = compile::module)]
        module: String,
        /// The path of the crate radius-runtime.
        #[arg(long, value_name = "PATH", default_value = "::radius_runtime", value_parser = compile::path)]
        crate_path: String,
        /// Makes constants and types only of the attributes in this dictionary file, given by its name or the end of its path, and
        /// of what else is selected. The table holds everything. May be given several times.
        #[arg(long = "typed-file", value_name = "FILE")]
        typed_files: Vec<String>,
        /// Likewise, of the attributes of this vendor.
        #[arg(long = "typed-vendor", value_name = "NAME")]
        typed_vendors: Vec<String>,
        /// The file to write instead of standard output. It is left as it is if the dictionary has errors.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct Files {
    /// The dictionaries, read as one. What they include is read too.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// What a command says, on standard output and standard error, and whether all is well.
struct Answer {
    out: String,
    err: String,
    is_success: bool,
}

impl Answer {
    /// What was found in a dictionary, and what is wrong with it.
    fn of(loaded: &Loaded, out: String) -> Self {
        let err = render_all(loaded.errors(), &loaded.sources, style());
        Self { out, err, is_success: !loaded.has_errors() }
    }
}

fn main() -> ExitCode {
    let done = run(Arguments::parse().command).and_then(|answer| {
        show(io::stderr(), &answer.err)?;
        show(io::stdout(), &answer.out)?;
        Ok(answer.is_success)
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            _ = show(io::stderr(), &format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> io::Result<Answer> {
    Ok(match command {
        Command::Check { files, format } => check::run(&read(&files.files), format),
        Command::Tree { files, format } => {
            let loaded = read(&files.files);
            Answer::of(&loaded, tree::show(&loaded.dictionary, format))
        }
        Command::Lookup { file, wanted } => lookup::run(&read(&[file]), &wanted),
        Command::Explain { code } => explain::run(&code),
        Command::Generate { files, module, crate_path, typed_files, typed_vendors, output } => {
            let files = files.files;
            let named = files.iter().map(|file| file.display().to_string()).collect();
            let options = Options { crate_path, files: named, ..Options::new(module) };
            let selection = Selection { files: typed_files, vendors: typed_vendors };
            compile::run(&read(&files), options, &selection, output.as_deref())?
        }
    })
}

fn read(files: &[PathBuf]) -> Loaded {
    load(Path::new("."), files)
}

/// Colour for people, and only if they have not said no (<https://no-color.org>).
fn style() -> Style {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !no_color { Style::Color } else { Style::Plain }
}

/// Writes whole lines. That nobody reads them to the end, as in `radius-dict tree ... | head`, is no failure.
fn show(mut to: impl io::Write, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let end = if text.ends_with('\n') { "" } else { "\n" };
    match to.write_all(text.as_bytes()).and_then(|()| to.write_all(end.as_bytes())).and_then(|()| to.flush())
    {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Each of these as JSON, one a line.
fn json_lines(rows: impl IntoIterator<Item = impl serde::Serialize>) -> String {
    // Names and numbers only, which JSON can always hold.
    let lines = rows.into_iter().filter_map(|row| serde_json::to_string(&row).ok());
    lines.map(|line| line + "\n").collect()
}
