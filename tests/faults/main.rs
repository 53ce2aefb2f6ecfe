//! Client and server over a network that does its worst: every request ends in the right answer or in the right error,
//! within its time.
//!
//! The clock is paused and jumps on whenever everybody waits, so that minutes take no time and nothing depends on how fast
//! the machine is.

mod exchanges;
mod network;
mod server;
