#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| grantlens_fuzz::look_up::run(data));
