//! The native tests: one binary, a module per source module.
