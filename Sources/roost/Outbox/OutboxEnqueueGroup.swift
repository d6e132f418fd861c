// SPDX-License-Identifier: Apache-2.0
// A group of input lines on its way into the queue: understood, rendered and looked through on all cores before the
// queue is locked, committed together, answered one by one. A bad line never costs a good one.

import DockModel
import Foundation
import Post
import Store
import Synchronization

/// Lines that share one commit.
struct OutboxEnqueueGroup: Sendable {
    /// What became of a line.
    enum Outcome: Sendable {
        case taken(Int64, isDuplicate: Bool)
        case refused(OutboxLineFault)
        case noRoom(MailRefusal)
        case notStored(StoreError)
    }

    /// A line and what became of it.
    struct LineResult: Sendable {
        var number: Int
        var outcome: Outcome
    }

    private let moment: Moment
    private let numbers: [Int]
    private let answers: [Result<CheckedMail, OutboxLineFault>]

    /// Asked once: the answer costs the system several calls.
    private static let cores = ProcessInfo.processInfo.activeProcessorCount

    /// Understands and renders lines; blank ones are passed over.
    init(_ lines: [OutboxInputLine], from sender: MailAddress, at moment: Moment) {
        self.moment = moment
        let lines = lines.filter { line in line.octets.map { !Self.isBlank($0) } ?? true }
        numbers = lines.map(\.number)
        answers = Self.newMails(lines, from: sender, at: moment)
    }

    /// Puts the mails into the queue in one commit and says what became of each line, in their order.
    func stored(in outbox: Outbox) -> [LineResult] {
        let mails = answers.compactMap { answer in if case .success(let mail) = answer { mail } else { nil } }
        var outcomes = Self.store(mails, in: outbox, at: moment)[...]
        return zip(numbers, answers).map { number, answer in
            switch answer {
            case .failure(let fault): LineResult(number: number, outcome: .refused(fault))
            case .success:
                // There is an outcome for each mail; a missing one must never be taken for "ok".
                LineResult(
                    number: number,
                    outcome: outcomes.popFirst()
                        ?? .notStored(.failed(doing: "queueing mail", detail: "no answer for this line")))
            }
        }
    }

    /// Understands and renders lines, in their order; many at once on all cores, few on this thread alone.
    private static func newMails(
        _ lines: [OutboxInputLine], from sender: MailAddress, at moment: Moment
    ) -> [Result<CheckedMail, OutboxLineFault>] {
        let understand: @Sendable (OutboxInputLine) -> Result<CheckedMail, OutboxLineFault> = { line in
            Result { () throws(OutboxLineFault) in CheckedMail(try newMail(line, from: sender, at: moment)) }
        }
        let shares = min(cores, OutboxEnqueueLimit.threads)
        guard shares > 1, lines.count >= OutboxEnqueueLimit.linesWorthThreads else {
            return lines.map(understand)
        }
        let done = Mutex<[Int: [Result<CheckedMail, OutboxLineFault>]]>([:])
        DispatchQueue.concurrentPerform(iterations: shares) { share in
            let part = lines[(lines.count * share / shares)..<(lines.count * (share + 1) / shares)]
            let answers = part.map(understand)
            done.withLock { $0[share] = answers }
        }
        return done.withLock { parts in (0..<shares).flatMap { parts[$0] ?? [] } }
    }

    private static func newMail(
        _ line: OutboxInputLine, from sender: MailAddress, at moment: Moment
    ) throws(OutboxLineFault) -> NewMail {
        guard let octets = line.octets else {
            let limit = OutboxEnqueueLimit.lineOctets
            throw OutboxLineFault(column: nil, problem: "the line is longer than \(limit) octets; send less")
        }
        let unique =
            String(UInt64.random(in: 0 ... .max), radix: 36)
            + String(UInt64.random(in: 0 ... .max), radix: 36)
        return try OutboxMailLine(octets).newMail(
            from: sender, unique: "\(moment.wall.milliseconds).\(unique)", at: moment)
    }

    /// One commit for all; when that fails each alone, so that a small alert may still pass where a group
    /// does not.
    private static func store(_ mails: [CheckedMail], in outbox: Outbox, at moment: Moment) -> [Outcome] {
        guard !mails.isEmpty else { return [] }
        do throws(StoreError) {
            return try outbox.enqueue(mails, at: moment).map { answer in
                switch answer {
                case .queued(let id): .taken(id, isDuplicate: false)
                case .duplicate(of: let id): .taken(id, isDuplicate: true)
                case .refused(let refusal): refusedOutcome(refusal)
                }
            }
        } catch {
            guard mails.count > 1 else { return [.notStored(error)] }
            return mails.flatMap { store([$0], in: outbox, at: moment) }
        }
    }

    /// Whether the line is to blame or the room in the queue, which may come back.
    private static func refusedOutcome(_ refusal: MailRefusal) -> Outcome {
        switch refusal {
        case .queueFull, .diskReserved: .noRoom(refusal)
        case .recipientCount, .badField, .size, .badLineEnd:
            .refused(OutboxLineFault(column: nil, problem: "\(refusal)"))
        }
    }

    private static func isBlank(_ octets: [UInt8]) -> Bool {
        octets.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}
