//! Every vector of the files beside this one, one test each, named after the vector and its RFC.

mod model;
mod outcome;
mod packet;
mod radius_1_1;
mod text;
mod typed;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use radius_runtime::proto::Nai;
use radius_runtime::{Keys, Packet, Secret};

use model::{File, Name, Vector, octets};

/// What CVE-2024-3596 is tried with: a packet that is safe, a Message-Authenticator in the last place, which counts as well,
/// and packets without one.
const BLASTRADIUS: [&str; 4] =
    ["gen-blast-safe", "gen-blast-ma-last", "neg-blast-proxy-state-no-ma", "neg-blast-response-no-ma"];

fn main() {
    let arguments = Arguments::from_args();
    let files = read_files();
    let all = || files.iter().flat_map(|(_, file)| &file.vector);

    let names: BTreeSet<_> = all().map(|vector| &vector.name).collect();
    assert_eq!(names.len(), all().count(), "names of vectors are unique");

    let is_known = |wanted: &&str| names.iter().any(|name| name == wanted);
    let missing: Vec<_> = BLASTRADIUS.into_iter().filter(|name| !is_known(name)).collect();
    let blastradius = Trial::test("the_vectors_of_blastradius_are_all_here_p166", move || {
        if missing.is_empty() { Ok(()) } else { Err(format!("{missing:?} are missing").into()) }
    });

    let count =
        |valid| all().filter(|vector| vector.nai.as_ref().is_some_and(|nai| nai.valid == valid)).count();
    let counts = (count(true), count(false));
    let identifiers =
        Trial::test("the_examples_of_network_access_identifiers_are_all_here_p167", move || {
            if counts == (14, 8) { Ok(()) } else { Err(format!("{counts:?}").into()) }
        });

    let tests = files
        .into_iter()
        .flat_map(|(name, file)| file.vector.into_iter().map(move |vector| (name.clone(), vector)))
        .map(|(file, vector)| {
            Trial::test(format!("{file}::{} ({})", vector.name, vector.rfc), move || check(&vector))
        })
        .chain([blastradius, identifiers])
        .collect();
    libtest_mimic::run(&arguments, tests).exit();
}

/// Every `.toml` file of this folder, by its name without the ending.
fn read_files() -> Vec<(String, File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    assert!(paths.len() >= 9, "the vector files are in {}", folder.display());
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let file: File =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(!file.vector.is_empty(), "{} has no vectors", path.display());
            (path.file_stem().unwrap().to_string_lossy().into_owned(), file)
        })
        .collect()
}

/// What holds of a vector. A panic fails its test alone.
fn check(vector: &Vector) -> Result<(), Failed> {
    if let Some(Name { name, valid }) = &vector.nai {
        assert_eq!(Nai::parse(name).is_ok(), *valid, "{name}");
        return Ok(());
    }
    if let Some(token) = &vector.token {
        radius_1_1::check(vector, token);
        return Ok(());
    }
    let secret = Secret::new(vector.secret.as_str())?;
    match (&vector.request, &vector.response) {
        (Some(request), response) => {
            packet::check_request(vector, request, &secret);
            if let Some(response) = response {
                packet::check_response(request, response, &secret);
            }
        }
        (None, Some(_)) => return Err("a response without its request cannot be checked".into()),
        (None, None) => check_attributes(vector, secret)?,
    }
    Ok(())
}

/// Attributes that stand in no packet: put into one, they read as the vector says.
fn check_attributes(vector: &Vector, secret: Secret) -> Result<(), Failed> {
    let authenticator = vector.authenticator.as_deref().ok_or("neither packets nor an authenticator")?;
    let keys = Keys::new(secret, octets(authenticator).try_into().map_err(|_| "16 octets")?);
    let mut packet = Packet::new(radius_runtime::Code::ACCESS_ACCEPT);
    for attribute in &vector.attributes {
        packet.push_raw(attribute.number, &octets(&attribute.hex))?;
    }
    typed::check(&vector.attributes, &packet.open(keys.clone())?, &keys);
    text::check(&vector.attributes, &keys);
    Ok(())
}
