//! The command `radius-dict`, as a user starts it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use radius_build::{Options, generate, load};
use serde_json::{Value, json};

const DICTIONARY: &str = "\
$INCLUDE more
VENDOR Acme 4242 format=2,1
BEGIN-VENDOR Acme
ATTRIBUTE Acme-Range 1 tlv
ATTRIBUTE Acme-Range-Low 1.7 signed
VALUE Acme-Range-Low Lowest -2147483648
ATTRIBUTE Acme-Key 2 octets[24] encrypt=1
END-VENDOR Acme
ATTRIBUTE Old-Name 11 string
ATTRIBUTE New-Name 11 string
ATTRIBUTE Long 245 long-extended
ATTRIBUTE Long-Vendor 245.26 evs
BEGIN-VENDOR Acme parent=Long-Vendor
ATTRIBUTE Acme-Long 1 integer64
END-VENDOR Acme
";

const MORE: &str = "\
ATTRIBUTE Service-Type 6 integer
VALUE Service-Type Login-User 1
VALUE Service-Type Framed-User 2
ATTRIBUTE Vendor-Specific 26 vsa
ATTRIBUTE Tunnel-Password 69 string has_tag,encrypt=2
ATTRIBUTE EAP-Message 79 octets concat
";

/// A folder with dictionaries in it, in which the command is started.
struct Project(tempfile::TempDir);

/// What the command said, and its exit code.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let this = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::write(this.0.path().join(name), text).unwrap();
        }
        this
    }

    fn good() -> Self {
        Self::new(&[("dictionary", DICTIONARY), ("more", MORE)])
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_radius-dict"));
        let output = command.args(arguments).current_dir(self.path()).output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// What it wrote, where all is well.
    #[track_caller]
    fn ok(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

#[test]
fn a_dictionary_without_mistakes_is_counted_and_nothing_else_is_said() {
    let project = Project::good();
    let out = project.run(&["check", "dictionary"]).ok();
    assert_eq!(out, "0 errors, 0 warnings; 2 files, 1 vendor, 12 attributes\n");
    assert_eq!(project.run(&["check", "--format", "json", "dictionary"]).ok(), "");
}

#[test]
fn check_shows_every_error_and_warning_with_its_place() {
    let project =
        Project::new(&[("d", "ATTRIBUTE A 01 string\n$INCLUDE e\n"), ("e", "ATTRIBUTE B 2 strnig\n")]);
    let ran = project.run(&["check", "d"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "1 error, 1 warning; 2 files, 0 vendors, 1 attribute\n"));
    for part in ["warning[D0106]", "--> d:1:13", "error[D0401]", "--> e:1:15", "included from d:2"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert!(!ran.err.contains('\x1b'), "colour is for terminals");
}

#[test]
fn warnings_alone_are_no_failure() {
    let project = Project::new(&[("d", "ATTRIBUTE A 01 string\n")]);
    let ran = project.run(&["check", "d"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.starts_with("warning[D0106]"), "{}", ran.err);
    assert!(ran.out.starts_with("0 errors, 1 warning;"), "{}", ran.out);
}

#[test]
fn more_mistakes_than_a_build_would_show_are_all_shown() {
    let project = Project::new(&[("d", &"?\n".repeat(250))]);
    let ran = project.run(&["check", "d"]);
    assert_eq!(ran.err.matches("error[D0101]").count(), 250);
    assert_eq!(project.run(&["check", "d", "--format=json"]).json().len(), 250);
}

#[test]
fn diagnostics_as_json_have_code_place_help_and_labels() {
    let project =
        Project::new(&[("d", "# \u{fc}\nATTRIBUTE A 1 strnig\nATTRIBUTE C 1 byte\nATTRIBUTE C 2 byte\n")]);
    let ran = project.run(&["check", "--format", "json", "d", "no\"ne"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let [missing, wrong, twice] = &ran.json()[..] else { panic!("{}", ran.out) };
    let nothing = json!(null);
    assert_eq!((&missing["code"], &missing["file"], &missing["line"]), (&json!("D0001"), &nothing, &nothing));
    assert_eq!(missing["message"], "the dictionary file `no\"ne` does not exist");
    let expected = json!({
        "code": "D0401", "severity": "error", "message": "unknown data type `strnig`",
        "file": "d", "line": 2, "column": 15, "help": "did you mean `string`?",
        "labels": [{"file": "d", "line": 2, "column": 15, "text": "not a data type", "primary": true}],
    });
    assert_eq!(*wrong, expected);
    let places = twice["labels"].as_array().unwrap().iter().map(|l| (&l["line"], &l["primary"]));
    let expected = [(&json!(4), &json!(true)), (&json!(3), &json!(false))];
    assert_eq!(places.collect::<Vec<_>>(), expected, "{twice}");
}

#[test]
fn the_tree_shows_each_attribute_below_what_it_stands_in() {
    let expected = "\
6 Service-Type uint32, 2 values
11 Old-Name string (another name stands for the number)
11 New-Name string
26 Vendor-Specific vsa
  4242 Acme vendor
    1 Acme-Range tlv
      7 Acme-Range-Low int32, 1 value
    2 Acme-Key octets[24] encrypt=User-Password secret
69 Tunnel-Password string has_tag encrypt=Tunnel-Password secret
79 EAP-Message octets concat
245 Long long-extended
  26 Long-Vendor evs
    4242 Acme vendor
      1 Acme-Long uint64
";
    assert_eq!(Project::good().run(&["tree", "dictionary"]).ok(), expected);
}

#[test]
fn vendors_are_shown_also_where_nothing_defines_attribute_26() {
    let project = Project::new(&[("d", "VENDOR A 9\nVENDOR B 8\nATTRIBUTE X 1 byte A\n")]);
    let out = project.run(&["tree", "d"]).ok();
    assert_eq!(out, "26 (no attribute is defined for it)\n  8 B vendor\n  9 A vendor\n    1 X uint8\n");
}

#[test]
fn the_tree_as_json_has_one_object_for_each_attribute() {
    let ran = Project::good().run(&["tree", "dictionary", "--format", "json"]);
    let rows = ran.json();
    assert_eq!(rows.len(), 12);
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    let acme_key = json!({
        "name": "Acme-Key", "oid": "26.4242.2", "type": "octets", "length": 24,
        "flags": ["encrypt=User-Password", "secret"], "values": [], "vendor": "Acme", "canonical": true,
    });
    assert_eq!(*row("Acme-Key"), acme_key);
    let service_type = json!({
        "name": "Service-Type", "oid": "6", "type": "uint32", "length": null, "flags": [],
        "values": [{"name": "Login-User", "number": 1}, {"name": "Framed-User", "number": 2}],
        "vendor": null, "canonical": true,
    });
    assert_eq!(*row("Service-Type"), service_type);
    assert_eq!(row("Acme-Range-Low")["oid"], "26.4242.1.7");
    assert_eq!(row("Acme-Range-Low")["vendor"], "Acme");
    assert_eq!(row("Acme-Range-Low")["values"][0]["number"], -2_147_483_648_i64);
    assert_eq!(row("Acme-Long")["oid"], "245.26.4242.1");
    assert_eq!(row("Acme-Long")["vendor"], "Acme");
    assert_eq!(row("Old-Name")["canonical"], false);
    assert_eq!(row("Tunnel-Password")["flags"], json!(["has_tag", "encrypt=Tunnel-Password", "secret"]));
}

#[test]
fn what_only_freeradius_4_knows_is_in_the_json_too() {
    let text = "ATTRIBUTE Server 1 ipaddr unsafe\nVALUE Server Nowhere 0.0.0.0\n\
                ATTRIBUTE Level 2 int8\nVALUE Level Low -1\nDEFINE List group flat\n";
    let project = Project::new(&[("d", text)]);
    let rows = project.run(&["tree", "d", "--format", "json"]).json();
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    assert_eq!(row("Server")["values"], json!([{"name": "Nowhere", "value": "0.0.0.0"}]));
    assert_eq!(row("Level")["values"], json!([{"name": "Low", "number": -1}]));
    assert_eq!(row("Server")["flags"], json!(["unsafe"]));
    assert_eq!(row("List")["flags"], json!(["flat", "internal"]));
    assert!(project.run(&["lookup", "d", "Nowhere"]).ok().contains("0.0.0.0 of Server (1)"));
}

#[test]
fn the_whole_default_dictionary_of_freeradius_is_told_line_by_line() {
    let root = "/usr/share/freeradius/dictionary";
    assert!(Path::new(root).is_file(), "install the package freeradius-common");
    let project = Project::new(&[]);
    let ran = project.run(&["tree", "--format", "json", root]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let rows = ran.json();
    assert_eq!(rows.len(), 7_468);
    let by_name: BTreeMap<&str, &Value> =
        rows.iter().map(|row| (row["name"].as_str().unwrap(), row)).collect();
    for (name, oid, data_type) in [
        ("User-Name", "1", "string"),
        ("NAS-IP-Address", "4", "ipv4addr"),
        ("Cisco-AVPair", "26.9.1", "string"),
        ("Frag-Status", "241.1", "uint32"),
        ("Extended-Attribute-5", "245", "long-extended"),
        ("Extended-Vendor-Specific-1", "241.26", "evs"),
        ("IP-Port-Type", "241.5.1", "uint32"),
        ("Ascend-Data-Filter", "26.529.242", "abinary"),
    ] {
        let row = by_name[name];
        assert_eq!((row["oid"].as_str(), row["type"].as_str()), (Some(oid), Some(data_type)), "{name}");
    }
    // The tree shows the same attributes, each once, and the vendors.
    let shown = project.run(&["tree", root]).ok();
    let is_vendor = |line: &&str| line.ends_with(" vendor");
    assert_eq!(shown.lines().filter(|line| !is_vendor(line)).count(), 7_468);
    let loaded = load(project.path(), &[root.into()]);
    assert!(shown.lines().filter(is_vendor).count() >= loaded.dictionary.vendors.len());
}

#[test]
fn an_attribute_is_found_by_name_in_any_case_and_by_number() {
    let project = Project::good();
    let expected = "\
Acme-Key
  oid     26.4242.2
  type    octets[24]
  vendor  Acme
  flags   encrypt=User-Password, secret
  place   dictionary:7
";
    assert_eq!(project.run(&["lookup", "dictionary", "acme-KEY"]).ok(), expected);
    assert_eq!(project.run(&["lookup", "dictionary", "26.4242.2"]).ok(), expected);
    let out = project.run(&["lookup", "dictionary", "6"]).ok();
    assert!(out.contains("place   more:1\n  value   1 Login-User\n  value   2 Framed-User\n"), "{out}");
    let both = project.run(&["lookup", "dictionary", "11"]).ok();
    assert!(both.contains("Old-Name\n") && both.contains("\n\nNew-Name\n"), "{both}");
    assert!(both.contains("note    another name stands for the number"), "{both}");
}

#[test]
fn a_vendor_is_found_by_name_number_and_place() {
    let project = Project::good();
    let expected = "Acme\n  vendor  4242\n  format  2,1\n  place   dictionary:2\n";
    for wanted in ["ACME", "4242", "26.4242", "245.26.4242"] {
        assert_eq!(project.run(&["lookup", "dictionary", wanted]).ok(), expected, "{wanted}");
    }
}

#[test]
fn a_value_is_found_with_its_attribute() {
    let out = Project::good().run(&["lookup", "dictionary", "framed-user"]).ok();
    assert_eq!(out, "Framed-User\n  value   2 of Service-Type (6)\n  place   more:3\n");
    let out = Project::good().run(&["lookup", "dictionary", "Lowest"]).ok();
    assert!(out.contains("value   -2147483648 of Acme-Range-Low (26.4242.1.7)\n"), "{out}");
}

#[test]
fn what_is_not_there_is_a_failure_that_names_what_is_near() {
    let project = Project::good();
    for (wanted, near) in [("Servic-Type", "Service-Type"), ("Acmee", "Acme"), ("Framed-Usr", "Framed-User")]
    {
        let ran = project.run(&["lookup", "dictionary", wanted]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        let expected =
            format!("error: no attribute, vendor or value is `{wanted}`; did you mean `{near}`?\n");
        assert_eq!(ran.err, expected);
    }
    for wanted in ["26.4242.3", "99999999999999999999", "..", "", "26.4242."] {
        let ran = project.run(&["lookup", "dictionary", wanted]);
        assert_eq!(ran.code, 1, "{wanted}");
        assert!(!ran.err.contains("did you mean"), "{}", ran.err);
    }
}

#[test]
fn a_code_is_explained_and_check_says_how_to_ask() {
    let project = Project::new(&[("d", "ATTRIBUTE A 1 strnig\n")]);
    let asked = "\n\nMore about a code: radius-dict explain D0401\n";
    let ran = project.run(&["check", "d"]);
    assert!(ran.err.trim_end().ends_with(asked.trim_end()), "{}", ran.err);
    let page = project.run(&["explain", "d0401"]).ok();
    assert!(page.starts_with("error[D0401]: no data type has this name\n\n"), "{page}");
    assert!(page.contains("\nMended:\n\n    ATTRIBUTE  Acme-Address  200  ipaddr\n"), "{page}");
    assert!(!page.contains("```"), "{page}");
    let ran = project.run(&["explain", "D04O1"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.starts_with("error: no error or warning has the code `D04O1`; did you mean `D0"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_right_is_shown_beside_the_errors_and_the_exit_code_tells() {
    let project = Project::new(&[("d", "ATTRIBUTE A 1 strnig\nATTRIBUTE B 02 string\n")]);
    for arguments in [&["tree", "d"][..], &["lookup", "d", "B"]] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains('B'), "{}", ran.out);
        assert!(ran.err.starts_with("error[D0401]") && !ran.err.contains("D0106"), "{}", ran.err);
    }
}

#[test]
fn the_module_is_the_one_that_the_library_generates() {
    let project = Project::good();
    let loaded = load(project.path(), &["dictionary".into()]);
    let mut options = Options { files: vec!["dictionary".into()], ..Options::new("dictionary") };
    let expected = generate::file(&loaded.dictionary, &options);
    assert_eq!(project.run(&["generate", "dictionary"]).ok(), expected);

    (options.module, options.crate_path) = ("acme".into(), "::facade::radius".into());
    let expected = generate::file(&loaded.dictionary, &options);
    assert!(expected.starts_with("// @generated") && expected.contains("use ::facade::radius::codegen"));
    let arguments = ["--module", "acme", "--crate-path", "::facade::radius", "--output", "acme.rs"];
    assert_eq!(project.run(&[&["generate", "dictionary"], &arguments[..]].concat()).ok(), "");
    assert_eq!(fs::read_to_string(project.path().join("acme.rs")).unwrap(), expected);
}

#[test]
fn what_is_selected_is_typed_and_what_is_not_there_is_a_failure() {
    let vendor = "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Acme-A 1 string\nEND-VENDOR Acme\n";
    let files = [("d", "$INCLUDE acme\n$INCLUDE rfc\n"), ("acme", vendor), ("rfc", "ATTRIBUTE B 2 string\n")];
    let project = Project::new(&files);
    let constants = |arguments: &[&str]| {
        let out = project.run(&[&["generate", "d"], arguments].concat()).ok();
        [out.contains("pub const A:"), out.contains("pub const B:"), out.contains("Acme-A")]
    };
    assert_eq!(constants(&[]), [true, true, true]);
    assert_eq!(constants(&["--typed-file", "rfc"]), [false, true, true], "the table has all");
    assert_eq!(constants(&["--typed-vendor", "acme"]), [true, false, true]);
    assert_eq!(constants(&["--typed-vendor", "Acme", "--typed-file", "rfc"]), [true, true, true]);
    let ran = project.run(&["generate", "d", "--typed-vendor", "Acne"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("the dictionary has no vendor `Acne`, did you mean `Acme`?"), "{}", ran.err);
}

#[test]
fn nothing_is_generated_from_a_dictionary_with_errors() {
    let project = Project::new(&[("d", "ATTRIBUTE A 1 strnig\n"), ("old.rs", "// before\n")]);
    let ran = project.run(&["generate", "d", "--output", "old.rs"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("did you mean `string`?"), "{}", ran.err);
    assert_eq!(fs::read_to_string(project.path().join("old.rs")).unwrap(), "// before\n");
    assert_eq!(project.run(&["generate", "missing"]).code, 1);
}

#[test]
fn wrong_arguments_and_an_output_that_cannot_be_written_give_2() {
    let project = Project::good();
    for arguments in [
        &[][..],
        &["check"],
        &["tree", "dictionary", "--format", "xml"],
        &["lookup", "dictionary"],
        &["generate", "dictionary", "--module", "a b"],
        &["generate", "dictionary", "--module", "a { } mod b"],
        &["generate", "dictionary", "--crate-path", "a;b"],
        &["generate", "dictionary", "--output", "no/such/folder"],
    ] {
        let ran = project.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(project.run(&["--help"]).code, 0);
}
