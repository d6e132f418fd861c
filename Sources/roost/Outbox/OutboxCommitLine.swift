// SPDX-License-Identifier: Apache-2.0
// Commits groups of lines in their order and answers them: one group is on its way to the disk while the next is
// being read and rendered. An answer is written only when its commit is durable (R1).

import ArgumentParser
import Foundation
import Store
import Synchronization

/// Where groups wait for their commit: at most one at a time, so that memory stays bounded.
final class OutboxCommitLine: Sendable {
    private let outbox: Outbox
    private let json: Bool
    private let commits = DispatchQueue(label: "commits")
    private let state = Mutex(State())

    private struct State {
        var hasBadLine = false
        var storageCode: ExitCode?
        var failure: (any Error)?
    }

    /// A line into a queue; `json` chooses the form of the answers.
    init(_ outbox: Outbox, json: Bool) {
        self.outbox = outbox
        self.json = json
    }

    /// Commits a group and answers it: beside this thread while more lines wait, else before it returns, as nobody
    /// gains by another thread then.
    /// - Throws: what the group before could not answer.
    func take(_ group: OutboxEnqueueGroup, isMoreWaiting: Bool) throws {
        commits.sync {}
        try rethrow()
        if isMoreWaiting {
            commits.async { [self] in commit(group) }
        } else {
            commit(group)
            try rethrow()
        }
    }

    /// Waits for the last commit; whether a line was bad, and the exit code of what the storage refused.
    func finish() throws -> (hasBadLine: Bool, storageCode: ExitCode?) {
        commits.sync {}
        try rethrow()
        return state.withLock { ($0.hasBadLine, $0.storageCode) }
    }

    private func rethrow() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func commit(_ group: OutboxEnqueueGroup) {
        let results = group.stored(in: outbox)
        state.withLock { state in
            for result in results {
                switch result.outcome {
                case .taken: break
                case .refused: state.hasBadLine = true
                case .noRoom: state.storageCode = CommandExit.tryLater
                case .notStored(let fault): state.storageCode = CommandExit.code(of: fault)
                }
            }
        }
        do {
            try answer(results)
        } catch {
            state.withLock { $0.failure = error }
        }
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

    private func answer(_ results: [OutboxEnqueueGroup.LineResult]) throws {
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
        if json { return String(decoding: try CommandOutput.json(answer), as: UTF8.self) }
        if let id = answer.id { return "ok \(id)\n" }
        return "error \(answer.line): \(CommandOutput.printable(answer.error ?? "not queued"))\n"
    }
}
