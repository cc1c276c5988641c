//! Whether an RSA modulus comes of the faulty generator of ROCA (CVE-2017-15361): smart cards and TPMs of one maker built every prime out
//! of a power of 65537, so that whoever knows the public key can find the private one.
//!
//! Such a modulus is, modulo every small prime, a power of 65537 itself. Only the primes where few numbers are one can tell; a sound
//! modulus passes all of them once in 2^27.

/// The primes up to 167, which the generator's smallest product has, where 65537 does not reach every number.
const TELLING: [u32; 17] = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

/// A modulus, its first byte the highest.
pub(super) fn is_of_the_faulty_generator(modulus: &[u8]) -> bool {
    TELLING.iter().all(|prime| is_power_of_65537(rest(modulus, *prime), *prime))
}

fn rest(number: &[u8], prime: u32) -> u32 {
    number.iter().fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % prime)
}

fn is_power_of_65537(number: u32, prime: u32) -> bool {
    let mut power = 1;
    for _ in 1..prime {
        if power == number {
            return true;
        }
        power = power * (65537 % prime) % prime;
    }
    false
}
