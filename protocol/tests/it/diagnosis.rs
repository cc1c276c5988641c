//! Diagnosis: the probes and their verdicts; what is known of servers and errors.

mod knowledge;
mod probes;
