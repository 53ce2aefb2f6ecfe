//! Second readers of dictionaries, to compare with: they share nothing with the library, check nothing, and know no more of
//! the language than the files of FreeRADIUS need.

pub(crate) mod v3;
pub(crate) mod v4;

/// The words of every line that has some.
pub(crate) fn words(text: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(text).unwrap();
    let words = |line: &str| {
        let code = line.split('#').next().unwrap_or_default();
        code.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    text.lines().map(words).filter(|words| !words.is_empty()).collect()
}

/// The number in decimal or hexadecimal digits.
pub(crate) fn number(text: &str) -> u64 {
    let hex = text.strip_prefix("0x").map(|hex| u64::from_str_radix(hex, 16));
    hex.unwrap_or_else(|| text.parse()).unwrap()
}
