//! Every target without a fuzzer: each file of its kept corpus, then a number of guesses.
//!
//! `FUZZ_GUESSES` is that number for each target (0 if it is not set), and not a time: a faster machine would else try what a slower one
//! has not. `FUZZ_SEED` throws the dice: the same seed makes the same guesses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use grantlens_fuzz::{TARGETS, Target};
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { try_out(stringify!($name)); })*
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

targets! {
    api_response callback challenge config endpoint extra findings json jwks jwt link look_up outside par_response records response_jwt token_error
    token_response urlencoded
}

#[test]
fn every_target_is_tried_here_and_by_the_fuzzer() {
    assert_eq!(NAMES, TARGETS.map(|(name, _)| name));
    let mut files: Vec<String> =
        entries("fuzz_targets").iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    files.sort_unstable();
    assert_eq!(NAMES, files);
}

fn try_out(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(other, _)| *other == name).expect("a target");
    let kept: Vec<Vec<u8>> = entries(&format!("corpus/{name}")).iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(!kept.is_empty(), "{name} has no corpus");
    for input in &kept {
        hold(target, input, "kept");
    }
    let seed = number("FUZZ_SEED").unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        u64::from(since.subsec_nanos()) | 1
    });
    let guesses = number("FUZZ_GUESSES").unwrap_or(0);
    let words = words();
    let mut dice = Dice(seed);
    for _ in 0..guesses {
        hold(target, &dice.guess(&kept, &words), &format!("FUZZ_SEED={seed}"));
    }
    println!("{name}: {} kept inputs and {guesses} guesses", kept.len());
}

/// Runs a target, and shows the input of a failure as it would be written in Rust.
fn hold(target: Target, input: &[u8], whence: &str) {
    assert!(catch_unwind(|| target(input)).is_ok(), "{whence}: b\"{}\"", input.escape_ascii());
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn entries(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&folder).expect("the folder").map(|entry| entry.unwrap().path()).collect();
    paths.sort_unstable();
    paths
}

/// The fuzzer's own dictionary, `"…"` a line with `\xNN` and `\\` in it.
fn words() -> Vec<Vec<u8>> {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionary.txt")).expect("the dictionary");
    text.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"')).map(word).collect()
}

fn word(written: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = written.bytes();
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\') {
            (_, true) => match rest.next() {
                Some(b'x') => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                }
                other => bytes.extend(other),
            },
            (byte, false) => bytes.push(byte),
        }
    }
    bytes
}

/// Xorshift: guesses need no better dice, and the same seed throws the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A kept input with a few things changed.
    fn guess(&mut self, kept: &[Vec<u8>], words: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.one_of(kept).clone();
        for _ in 0..=self.below(6) {
            let (from, to) = (self.below(input.len() + 1), self.below(input.len() + 1));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 32));
            match self.below(7) {
                0 => drop(input.drain(from..to)),
                1 => input.splice(from..from, self.one_of(words).clone()).for_each(drop),
                2 => input.splice(from..to, self.one_of(words).clone()).for_each(drop),
                3 => {
                    let other = self.one_of(kept);
                    let (start, end) = (self.below(other.len() + 1), self.below(other.len() + 1));
                    let piece = other[start.min(end)..start.max(end)].to_vec();
                    input.splice(from..to, piece).for_each(drop);
                }
                4 => {
                    let piece = input[from..to].to_vec();
                    input.splice(from..from, piece).for_each(drop);
                }
                5 => input.insert(from, u8::try_from(self.below(256)).unwrap()),
                _ => {
                    if let Some(byte) = input.get_mut(from) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        input.truncate(2048);
        input
    }
}
