// SPDX-License-Identifier: Apache-2.0
// What waits for a second word: whatever moves something is asked for, shown with what stands in its way, and done only
// when the same person says so again in time. Each ticket is good once; the book is bounded.

public import DockModel

/// Requests that wait for a second word.
public struct TicketBook<Request: Sendable>: Sendable {
    private struct Ticket: Sendable {
        var request: Request
        var holder: String
        var until: Instant
    }

    /// How long somebody may think.
    public static var patience: Duration { .seconds(120) }
    /// Most tickets at once; the oldest gives way.
    public static var mostTickets: Int { 200 }

    private var tickets: [String: Ticket] = [:]

    /// An empty book.
    public init() {}

    /// Keeps a request of a holder under the hash of a new secret.
    public mutating func issue(_ request: Request, to holder: String, hash: String, now: Instant) {
        tickets = tickets.filter { now < $0.value.until }
        if tickets.count >= Self.mostTickets,
            let oldest = tickets.min(by: { $0.value.until < $1.value.until })
        {
            tickets[oldest.key] = nil
        }
        tickets[hash] = Ticket(request: request, holder: holder, until: now + Self.patience)
    }

    /// Takes a request out; nil when there is none, it is too old, or it is another's.
    public mutating func redeem(_ hash: String, by holder: String, now: Instant) -> Request? {
        guard let ticket = tickets[hash], ticket.holder == holder else { return nil }
        tickets[hash] = nil
        return now < ticket.until ? ticket.request : nil
    }

    /// How many wait.
    var count: Int { tickets.count }
}
