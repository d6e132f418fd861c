// SPDX-License-Identifier: Apache-2.0
// Waits for whichever of many sockets has something to read. The kernel keeps the list, so that one look costs what is
// ready and not what is watched; a socket that is closed leaves the list by itself. It reads and decides nothing.

internal import CModbus
internal import Glibc

/// The sockets of one thread.
@safe final class SocketWatch {
    private let list: Int32
    private var ready: [epoll_event]
    private var found: [Int] = []

    /// A watch for at most so many sockets at once.
    init(most: Int) {
        list = epoll_create1(Int32(O_CLOEXEC))
        // Without a descriptor there is none for a socket either; the lines then time out and are tried again.
        unsafe ready = Array(repeating: epoll_event(), count: max(1, most))
        found.reserveCapacity(max(1, most))
    }

    deinit { if list >= 0 { close(list) } }

    /// Watches a socket that was just opened, until it is closed; `index` is what `wait` answers for it.
    func add(_ socket: Int32, as index: Int) {
        var event = unsafe epoll_event()
        unsafe event.events = EPOLLIN.rawValue
        unsafe event.data.u64 = UInt64(index)
        unsafe epoll_ctl(list, EPOLL_CTL_ADD, socket, &event)
    }

    /// What is ready, at the latest when the time is over: then nothing.
    func wait(until deadline: Deadline) -> [Int] {
        found.removeAll(keepingCapacity: true)
        let count = unsafe epoll_wait(list, &ready, Int32(ready.count), deadline.pollMilliseconds)
        // A signal ends the wait early, as if the time were over; whoever waits looks at the time itself.
        for place in 0..<max(0, Int(count)) { unsafe found.append(Int(ready[place].data.u64)) }
        return found
    }
}
