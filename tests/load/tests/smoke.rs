//! The load program itself: with a few thousand requests everything is answered, by all servers. How fast is not tested.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> (Output, Value) {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("figures.json");
    let output = Command::new(env!("CARGO_BIN_EXE_radius-load"))
        .args(arguments)
        .arg("--json")
        .arg(&file)
        .output()
        .unwrap();
    let figures = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    (output, serde_json::from_str(&figures).unwrap())
}

#[test]
fn every_server_answers_every_request_rightly() {
    let (output, figures) = run(&["compare", "--workers", "1", "--requests", "2000", "--rounds", "1"]);
    assert!(output.status.success(), "{output:?}");
    let rows = figures["rows"].as_array().unwrap();
    let names: Vec<_> = rows.iter().map(|row| (&row["kind"], &row["server"])).collect();
    assert_eq!(names.len(), 6, "each of three servers for access and accounting: {names:?}");
    for row in rows {
        let round = &row["rounds"][0];
        assert_eq!(
            (&round["answered"], &round["lost"], &round["wrong"]),
            (&2000.into(), &0.into(), &0.into())
        );
        assert!(round["cpu_us_per_request"].as_f64().unwrap() > 0.0, "{row}");
        assert!(round["p50_us"].as_f64() <= round["p99_us"].as_f64(), "{row}");
    }
    assert_eq!(figures["ratios"].as_array().unwrap().len(), 6, "three for access, three for accounting");
}

#[test]
fn over_tls_every_request_is_answered_by_floors_server_and_proxy() {
    let load = ["--connections", "1", "--connections", "3", "--outstanding", "16", "--requests", "500"];
    let (output, figures) = run(&[&["tls", "--rounds", "1"][..], &load].concat());
    assert!(output.status.success(), "{output:?}");
    let rows = figures["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 8, "four of one connection, four of three");
    for row in rows {
        let round = &row["rounds"][0];
        assert_eq!(
            (&round["answered"], &round["lost"], &round["wrong"]),
            (&500.into(), &0.into(), &0.into())
        );
        for floor in ["cpu_beside_floor", "cpu_beside_radius"] {
            assert!(row[floor].as_f64().unwrap() > 0.0, "{row}");
        }
    }
}

#[test]
fn a_long_run_counts_every_request_also_from_fresh_ports() {
    for (kind, ports) in [("access", &["--fresh-ports"][..]), ("accounting", &[])] {
        let (output, figures) = run(&[&["endure", "--kind", kind, "--requests", "3000"], ports].concat());
        assert!(output.status.success(), "{output:?}");
        assert_eq!(figures["answered"], 3000);
        assert!(figures["resident_kib"][2].as_u64().unwrap() > 0);
    }
}

#[test]
fn seconds_of_a_long_run_are_listed() {
    let (output, figures) = run(&["endure", "--seconds", "1"]);
    assert!(output.status.success(), "{output:?}");
    let answered = figures["seconds"][0]["answered"].as_u64().unwrap();
    assert!(answered > 0 && answered <= figures["answered"].as_u64().unwrap());
}
