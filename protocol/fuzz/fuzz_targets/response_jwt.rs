#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| grantlens_fuzz::response_jwt::run(data));
