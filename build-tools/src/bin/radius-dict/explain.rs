//! `radius-dict explain`.

use radius_build::{Code, Severity, nearest};

use crate::Answer;

pub(crate) fn run(wanted: &str) -> Answer {
    match Code::ALL.iter().find(|code| code.as_str().eq_ignore_ascii_case(wanted)) {
        Some(&code) => Answer { out: page(code), err: String::new(), is_success: true },
        None => {
            let mut err = format!("error: no error or warning has the code `{}`", wanted.escape_debug());
            if let Some(near) = nearest(wanted, Code::ALL.iter().map(|code| code.as_str())) {
                err.push_str(&format!("; did you mean `{near}`?"));
            }
            Answer { out: String::new(), err, is_success: false }
        }
    }
}

/// The page for a terminal: what is code is indented, without the signs of Markdown around it.
fn page(code: Code) -> String {
    let severity = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut page = format!("{severity}[{code}]: {}\n\n", code.meaning());
    let mut is_code = false;
    for line in code.page().lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if is_code && !line.is_empty() {
            page.push_str("    ");
        }
        page.push_str(line);
        page.push('\n');
    }
    page
}
