// SPDX-License-Identifier: Apache-2.0
// Gives the running thread the name that `ps -L`, crash reports and tracers show. Foundation sets a thread's name from
// outside and may be too early for it; the thread itself never is. A name that cannot be set is no failure.

internal import Glibc

/// Names the thread that calls; Linux keeps the first 15 octets.
public func nameThisThread(_ name: String) {
    let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let octets = Array(name.utf8.prefix(15))
    _ = unsafe write(file, octets, octets.count)
    close(file)
}
