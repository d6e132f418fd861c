// SPDX-License-Identifier: Apache-2.0
// Puts the pieces of a vehicle's status texts together. A text is never lost because one of its pieces was:
// the gap is shown. Memory is limited whatever a vehicle sends.

import DockModel

/// One status text of a vehicle.
public struct StatusText: Sendable, Equatable {
    /// How urgent the vehicle thinks it is; not Roost's own classes.
    public var severity: MAVSeverity
    /// The text; control characters are blanks, a lost piece is "[…]".
    public var text: String
    /// Which component said it.
    public var component: UInt8
    /// When its last piece came.
    public var taken: Instant
}

/// Assembles status texts from their pieces.
struct StatusTextAssembler: Sendable, Equatable {
    /// Texts in the making; the oldest is closed when another begins.
    static let openLimit = 8
    /// Pieces of one text; further ones are dropped.
    static let pieceLimit = 20
    /// How long to wait for the next piece.
    static let pieceTimeout = Duration.seconds(2)

    private struct Open: Sendable, Equatable {
        var component: UInt8
        var id: UInt16
        var severity: MAVSeverity
        var pieces: [[UInt8]?]
        var isEnded: Bool
        var taken: Instant
    }

    /// A text that is complete; a repeated piece of it must not begin it anew.
    private struct Closed: Sendable, Equatable {
        var component: UInt8
        var id: UInt16
        var taken: Instant
    }

    private var open: [Open] = []
    private var closed: [Closed] = []

    /// Takes one piece; returns the texts that are complete by it.
    mutating func receive(_ message: StatusTextMessage, from component: UInt8, at now: Instant)
        -> [StatusText]
    {
        let bytes = message.text.bytes
        guard message.id != 0 else {
            return [
                StatusText(
                    severity: message.severity, text: Self.clean(bytes), component: component, taken: now)
            ]
        }
        var done: [StatusText] = []
        let position = Int(message.chunkSeq)
        guard position < Self.pieceLimit, !isRepeated(message.id, from: component, at: now) else { return [] }
        var index = open.firstIndex { $0.component == component && $0.id == message.id }
        if index == nil {
            if open.count >= Self.openLimit { done.append(close(open.removeFirst())) }
            open.append(
                Open(
                    component: component, id: message.id, severity: message.severity, pieces: [],
                    isEnded: false,
                    taken: now))
            index = open.count - 1
        }
        guard let index else { return done }
        while open[index].pieces.count <= position { open[index].pieces.append(nil) }
        open[index].pieces[position] = bytes
        open[index].taken = now
        if bytes.count < 50 { open[index].isEnded = true }
        if open[index].isEnded, !open[index].pieces.contains(where: { $0 == nil }) {
            done.append(close(open.remove(at: index)))
            closed.append(Closed(component: component, id: message.id, taken: now))
            if closed.count > Self.openLimit { closed.removeFirst() }
        }
        return done
    }

    private func isRepeated(_ id: UInt16, from component: UInt8, at now: Instant) -> Bool {
        closed.contains { $0.id == id && $0.component == component && $0.taken + Self.pieceTimeout > now }
    }

    /// Closes texts whose next piece is overdue.
    mutating func tick(at now: Instant) -> [StatusText] {
        let overdue = open.filter { $0.taken + Self.pieceTimeout <= now }
        open.removeAll { $0.taken + Self.pieceTimeout <= now }
        return overdue.map(close)
    }

    /// When the next open text is overdue.
    var deadline: Instant? { open.map { $0.taken + Self.pieceTimeout }.min() }

    private func close(_ text: Open) -> StatusText {
        let gap = Array("[…]".utf8)
        var bytes = text.pieces.flatMap { $0 ?? gap }
        if !text.isEnded { bytes += gap }
        return StatusText(
            severity: text.severity, text: Self.clean(bytes), component: text.component, taken: text.taken)
    }

    /// Blanks at the end go: PX4 ends each text that it also sends as an event with a tabulator (Commander.cpp).
    private static func clean(_ bytes: [UInt8]) -> String {
        var plain = bytes.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
        while plain.last == 0x20 { plain.removeLast() }
        return String(decoding: plain, as: UTF8.self)
    }
}
