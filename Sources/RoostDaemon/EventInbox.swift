// SPDX-License-Identifier: Apache-2.0
// Where events wait for the loop, in order and bounded. While the loop is held up, as by a disk that takes seconds,
// what is told again anyway makes room: ticks first. What happens only once is never dropped.

internal import RoostCore
internal import Synchronization

/// The inbox of the loop: many may put events in, one takes them out.
final class EventInbox: Sendable {
    /// Most events that wait while something can make room: minutes of a busy dock. Events that must not be lost may
    /// wait beyond it; there are few of them.
    static let mostWaiting = 2_000

    private struct Queue {
        var events: ArraySlice<Event> = []
        var reader: CheckedContinuation<Event?, Never>?
        var isFinished = false
        var dropped = 0
    }

    private let queue = Mutex(Queue())

    /// Puts an event at the end; a tick behind a tick is the same tick.
    func yield(_ event: Event) {
        let reader = queue.withLock { queue -> CheckedContinuation<Event?, Never>? in
            guard !queue.isFinished else { return nil }
            if let reader = queue.reader {
                queue.reader = nil
                return reader
            }
            if event == .tick, queue.events.last == .tick { return nil }
            if queue.events.count >= Self.mostWaiting, !Self.makeRoom(for: event, in: &queue) { return nil }
            queue.events.append(event)
            return nil
        }
        reader?.resume(returning: event)
    }

    /// Ends the inbox: what waits is still taken, nothing new is.
    func finish() {
        let reader = queue.withLock { queue -> CheckedContinuation<Event?, Never>? in
            queue.isFinished = true
            defer { queue.reader = nil }
            return queue.reader
        }
        reader?.resume(returning: nil)
    }

    /// The next event; nil at the end, or when the task is cancelled.
    func next() async -> Event? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let (isReady, event) = queue.withLock { queue -> (Bool, Event?) in
                    if let event = queue.events.popFirst() { return (true, event) }
                    if queue.isFinished || Task.isCancelled { return (true, nil) }
                    queue.reader = reader
                    return (false, nil)
                }
                if isReady { reader.resume(returning: event) }
            }
        } onCancel: {
            let reader = queue.withLock { queue -> CheckedContinuation<Event?, Never>? in
                defer { queue.reader = nil }
                return queue.reader
            }
            reader?.resume(returning: nil)
        }
    }

    /// How many events were dropped since the last call.
    func takeDropped() -> Int {
        queue.withLock { queue in
            defer { queue.dropped = 0 }
            return queue.dropped
        }
    }

    /// How many events wait.
    var count: Int { queue.withLock { $0.events.count } }

    /// Drops the least needed event; false when that is the new one.
    private static func makeRoom(for event: Event, in queue: inout Queue) -> Bool {
        guard event.rank != .tick else {
            queue.dropped += 1
            return false
        }
        for rank in [EventRank.tick, .report, .reading] where rank <= event.rank {
            guard let index = queue.events.firstIndex(where: { $0.rank == rank }) else { continue }
            queue.events.remove(at: index)
            queue.dropped += 1
            return true
        }
        // Nothing that waits is needed less: only what must not be lost gets in.
        guard event.mayNotBeLost else {
            queue.dropped += 1
            return false
        }
        return true
    }
}

/// How much an event is needed once there is no room: the lowest go first.
enum EventRank: Int, Comparable {
    /// Another one follows within a second.
    case tick
    /// A newer report says the same and more.
    case report
    /// A newer reading replaces it, but a button may have been pressed in between.
    case reading
    /// It happens once.
    case single

    static func < (left: EventRank, right: EventRank) -> Bool { left.rawValue < right.rawValue }
}

extension Event {
    /// How much it is needed once there is no room.
    fileprivate var rank: EventRank {
        switch self {
        case .tick: .tick
        case .vehicle, .agenda, .outbox, .measured, .storeCopied: .report
        case .readings: .reading
        case .started, .due, .finished, .dayEnded, .operatorSays, .device, .sensors, .payload, .storeRestored:
            .single
        case .together: mayNotBeLost ? .single : .reading
        }
    }
}
