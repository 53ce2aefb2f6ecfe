//! What a process has used.

use std::fs;
use std::io;
use std::time::Duration;

use nix::time::clock_getcpuclockid;
use nix::unistd::Pid;

/// CPU time of all threads of a process, also of those that have ended, in user and kernel mode.
pub(crate) fn cpu_time(process: u32) -> io::Result<Duration> {
    let process = Pid::from_raw(i32::try_from(process).map_err(io::Error::other)?);
    Ok(clock_getcpuclockid(process)?.now()?.into())
}

/// Resident memory of a process in KiB.
pub(crate) fn resident_kib(process: u32) -> io::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let field = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    field.and_then(|kib| kib.parse().ok()).ok_or_else(|| io::Error::other("the process has ended"))
}

/// CPU time that all processes have used together since the machine started.
pub(crate) fn busy_time() -> io::Result<Duration> {
    /// The unit of /proc/stat, the same on all machines that run Linux.
    const TICKS_PER_SECOND: u64 = 100;
    let statistics = fs::read_to_string("/proc/stat")?;
    let fields = statistics.lines().next().unwrap_or_default().split_whitespace().skip(1);
    let fields: Vec<u64> = fields.map_while(|field| field.parse().ok()).collect();
    // user, nice, system; then idle and waiting; then interrupts.
    let busy = fields.iter().enumerate().filter(|(at, _)| [0, 1, 2, 5, 6].contains(at));
    Ok(Duration::from_millis(busy.map(|(_, ticks)| ticks).sum::<u64>() * (1000 / TICKS_PER_SECOND)))
}
