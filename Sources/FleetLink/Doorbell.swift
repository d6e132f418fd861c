// SPDX-License-Identifier: Apache-2.0
// Wakes a thread that waits in poll, from any other thread.
// It carries no message: whoever is woken looks for itself.

internal import CMosquitto
internal import Glibc

/// A descriptor that can be read after `ring`.
final class Doorbell: Sendable {
    /// What to poll; -1 when the machine has no more descriptors: then nobody is woken early.
    let descriptor: Int32 = eventfd(0, Int32(O_CLOEXEC | O_NONBLOCK))

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Wakes whoever polls.
    func ring() {
        var one: UInt64 = 1
        // A bell that rings already needs no second stroke.
        _ = unsafe write(descriptor, &one, 8)
    }

    /// Takes the bell's sound away.
    func hush() {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, 8)
    }

    /// Waits for the bell.
    func wait(milliseconds: Int32) {
        var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&asked, 1, milliseconds)
        hush()
    }
}
