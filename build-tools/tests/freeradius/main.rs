//! Every dictionary file of FreeRADIUS, of both versions, with counts that add up.

mod compiled;
mod reader;
mod tally;
mod v3;
mod v4;
