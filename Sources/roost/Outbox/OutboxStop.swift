// SPDX-License-Identifier: Apache-2.0
// How signals end a flush: in order, between two mails, and at once when a server does not answer. Neither way loses
// anything.

import Glibc
import Synchronization

/// Whether a signal has asked the flush to end.
enum OutboxStop {
    private static let wanted = Atomic(false)

    /// Whether SIGTERM, SIGINT or SIGHUP came.
    static var isWanted: Bool { wanted.load(ordering: .relaxed) }

    /// Lets these signals end the flush in order; a server that does not answer holds it up no longer than
    /// `graceSeconds`, then the process ends at once. Both ways lose nothing: a lease ends with its process.
    static func listen() {
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number) { _ in
                OutboxStop.wanted.store(true, ordering: .relaxed)
                alarm(OutboxStop.graceSeconds)
            }
        }
        signal(SIGALRM) { _ in _exit(75) }
        // A parent may have handed its blocked signals down; they must reach this process.
        var wakers = sigset_t()
        unsafe sigemptyset(&wakers)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGALRM] { unsafe sigaddset(&wakers, number) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &wakers, nil)
    }

    /// How long the replies to what is under way are awaited after a signal.
    static let replyGrace = Duration.seconds(4)
    /// More than `replyGrace`, so that in the usual case the results are stored and the leases given back.
    private static let graceSeconds: UInt32 = 6
}
