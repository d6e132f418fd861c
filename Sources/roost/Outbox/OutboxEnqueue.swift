// SPDX-License-Identifier: Apache-2.0
// `roost outbox enqueue`: JSON lines in, one answer a line out, in order. "ok ID" is printed only when the
// mail is on the disk (R1). A bad line is answered and passed over; it never costs a good one.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Post
import Store
import Synchronization

/// Takes mails into the queue.
struct OutboxEnqueue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue",
        abstract: "Take mails from standard input into the queue.",
        discussion: """
            Each line is one JSON object:
              to        an address or a list of addresses
              subject   one line of text
              body      plain text
              html      the same content as HTML (may be left out)
              priority  "alert", "normal" (if left out), "low", or a number: 0 is an alert, 1 normal, 2 low,
                        up to 9; smaller numbers are sent first
              kind      a word for lists (may be left out)
              dedupe    a key that is queued only once, ever (may be left out)

            Each line is answered in order with "ok ID" or "error LINE: reason" as soon as the mail is on the
            disk; blank lines are passed over. Lines that arrive together share one commit. The exit code is 0
            when every line was taken, 1 when a line was bad, 75 when the storage failed or was full (send the
            lines again that were not answered with ok).

            Example:
              echo '{"to":"ops@example.org","subject":"hello","body":"from the dock"}' | roost outbox enqueue
            """)

    @OptionGroup var queue: OutboxQueueOption

    @Option(help: "Sender of the mails; roost@ and the host name if left out.")
    var from: String?

    @Flag(help: "Answer each line with a JSON object.")
    var json = false

    func run() throws {
        CommandOutput.surviveSignals()
        let sender = try senderAddress()
        let database = try queue.open()
        let outbox = Outbox(database)
        var source = OutboxLineSource()
        var hasBadLine = false
        var storageCode: ExitCode?
        while true {
            let group = source.nextGroup()
            if group.isEmpty { break }
            let results = Self.take(group, into: outbox, from: sender)
            try answer(results)
            for result in results {
                switch result.outcome {
                case .taken: break
                case .refused: hasBadLine = true
                case .noRoom: storageCode = CommandExit.tryLater
                case .notStored(let fault): storageCode = CommandExit.code(of: fault)
                }
            }
        }
        if let code = source.failure {
            CommandOutput.complain(
                "standard input cannot be read any further (error \(code)); send the rest again")
            hasBadLine = true
        }
        // Every mail is already safe; a failure to close tidily changes nothing, and the next opener finishes
        // it.
        try? database.close()
        if let storageCode { throw storageCode }
        if hasBadLine { throw CommandExit.finding }
    }

    private func senderAddress() throws -> MailAddress {
        let text = from ?? "roost@\(ProcessInfo.processInfo.hostName)"
        do {
            return try MailAddress(text)
        } catch {
            // An address that was given is judged below; the fixed one is valid.
            guard from == nil, let local = try? MailAddress("roost@localhost") else {
                throw ValidationError(
                    "--from \"\(CommandOutput.printable(text))\" is not a mail address (\(error))")
            }
            return local
        }
    }

    // MARK: - One group of lines

    /// What became of a line.
    private enum Outcome {
        case taken(Int64, isDuplicate: Bool)
        case refused(OutboxLineFault)
        case noRoom(MailRefusal)
        case notStored(StoreError)
    }

    private struct LineResult {
        var number: Int
        var outcome: Outcome
    }

    /// Understands a group of lines and commits what is good together.
    private static func take(
        _ group: [OutboxInputLine], into outbox: Outbox, from sender: MailAddress
    ) -> [LineResult] {
        let moment = SystemClock(trust: .set).now()
        let lines = group.filter { line in line.octets.map { !isBlank($0) } ?? true }
        var results: [LineResult] = []
        var mails: [NewMail] = []
        var places: [Int] = []
        for (line, answer) in zip(lines, newMails(lines, from: sender, at: moment)) {
            switch answer {
            case .success(let mail):
                places.append(results.count)
                mails.append(mail)
                // Replaced below by what the queue says; nothing is printed before.
                results.append(LineResult(number: line.number, outcome: .taken(0, isDuplicate: false)))
            case .failure(let fault):
                results.append(LineResult(number: line.number, outcome: .refused(fault)))
            }
        }
        for (place, outcome) in zip(places, store(mails, in: outbox, at: moment)) {
            results[place].outcome = outcome
        }
        return results
    }

    /// Understands and renders lines, in their order; many at once on all cores, few on this thread alone.
    private static func newMails(
        _ lines: [OutboxInputLine], from sender: MailAddress, at moment: Moment
    ) -> [Result<NewMail, OutboxLineFault>] {
        let understand: @Sendable (OutboxInputLine) -> Result<NewMail, OutboxLineFault> = { line in
            Result { () throws(OutboxLineFault) in try newMail(line, from: sender, at: moment) }
        }
        let shares = min(ProcessInfo.processInfo.activeProcessorCount, OutboxEnqueueLimit.threads)
        guard shares > 1, lines.count >= OutboxEnqueueLimit.linesWorthThreads else {
            return lines.map(understand)
        }
        let done = Mutex<[Int: [Result<NewMail, OutboxLineFault>]]>([:])
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
    private static func store(_ mails: [NewMail], in outbox: Outbox, at moment: Moment) -> [Outcome] {
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

    // MARK: - Answers

    /// One line of `--json`.
    private struct Answer: Encodable {
        var line: Int
        var ok: Bool
        var id: Int64?
        var duplicate: Bool?
        var error: String?
    }

    private func answer(_ results: [LineResult]) throws {
        var text = ""
        for result in results {
            var answer = Answer(line: result.number, ok: false)
            switch result.outcome {
            case .taken(let id, let isDuplicate):
                answer.ok = true
                answer.id = id
                answer.duplicate = isDuplicate ? true : nil
            case .refused(let fault):
                let place = fault.column.map { ":\($0)" } ?? ""
                answer.error = fault.problem
                CommandOutput.complain("stdin:\(result.number)\(place): \(fault.problem)")
            case .noRoom(let refusal):
                answer.error = "\(refusal)"
                CommandOutput.complain("stdin:\(result.number): not queued: \(refusal)")
            case .notStored(let fault):
                answer.error = "\(fault)"
                CommandOutput.complain("stdin:\(result.number): not queued: \(fault)")
            }
            text += try line(answer)
        }
        if !text.isEmpty { try CommandOutput.say(text) }
    }

    private func line(_ answer: Answer) throws -> String {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(answer), as: UTF8.self) + "\n"
        }
        if let id = answer.id { return "ok \(id)\n" }
        return "error \(answer.line): \(CommandOutput.printable(answer.error ?? "not queued"))\n"
    }
}
