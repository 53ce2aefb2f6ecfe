//! Prints a packet, given as hexadecimal digits, by dictionaries that are read while the program runs:
//!
//! `cargo run --example run_time_dictionary -- 0101001a000102030405060708090a0b0c0d0e0f0106626f6221 /usr/share/freeradius/dictionary`

use std::error::Error;
use std::process::ExitCode;

use radius_runtime::Packet;
use radius_runtime::dictionary::Dictionary;

fn octets(digits: &str) -> Option<Vec<u8>> {
    let starts = (0..digits.len()).step_by(2);
    starts.map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

fn print(digits: &str, files: &[String]) -> Result<(), Box<dyn Error>> {
    // All mistakes of the files, each with its line, are in the error.
    let dictionary = Dictionary::from(radius_build::read_table(files)?);
    let datagram = octets(digits).ok_or("the packet must be pairs of hexadecimal digits")?;
    println!("{}", Packet::decode(&datagram)?.display(&dictionary));
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((digits, files)) = arguments.split_first().filter(|(_, files)| !files.is_empty()) else {
        eprintln!("usage: run_time_dictionary PACKET DICTIONARY...");
        return ExitCode::FAILURE;
    };
    match print(digits, files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
