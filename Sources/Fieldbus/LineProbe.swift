// SPDX-License-Identifier: Apache-2.0
// One line for a technician's tools: single requests, each answered or failed, with its time. It uses the links
// and checks of the dock's bus; it repeats nothing, learns nothing, and never sends what it was not asked to.

internal import DockModel
internal import Host
public import Registers

/// How one request of a probe ended.
public enum ProbeOutcome: Sendable, Equatable {
    /// A reply that passed every check, exceptions included.
    case reply(ModbusReply)
    /// The line could not be opened.
    case cannotOpen(because: String)
    /// No whole reply in time.
    case timedOut
    /// The connection ended before the reply.
    case disconnected(because: String)
    /// The reply belongs to something else.
    case mismatch(ReplyMismatch)
    /// Check sum or framing of a serial reply is wrong.
    case checksum

    /// What happened, in words.
    public var text: String {
        switch self {
        case .reply(.words(let words)): "\(words.count) words"
        case .reply(.written): "written"
        case .reply(.exception(let code)): "exception \(code) (\(ExceptionPolicy.name(of: code)))"
        case .cannotOpen(let because): "cannot open: \(because)"
        case .timedOut: "no whole reply in time"
        case .disconnected(let because): "the connection ended: \(because)"
        case .mismatch(let mismatch): "the reply has another \(mismatch.rawValue)"
        case .checksum: "the reply is damaged"
        }
    }

    /// The words of a read; nil when it gave none.
    public var words: [UInt16]? {
        if case .reply(.words(let words)) = self { return words }
        return nil
    }

    /// The exception code of a refusal; nil for anything else.
    public var exceptionCode: UInt8? {
        if case .reply(.exception(let code)) = self { return code }
        return nil
    }
}

/// One request and how it ended.
public struct ProbeAnswer: Sendable, Equatable {
    /// How it ended.
    public var outcome: ProbeOutcome
    /// Real time from the request to the end, opening the line included.
    public var took: Duration

    /// An answer from its parts.
    public init(outcome: ProbeOutcome, took: Duration) {
        self.outcome = outcome
        self.took = took
    }
}

/// A line that is asked one request at a time.
public actor LineProbe {
    private nonisolated let executor: ThreadExecutor
    /// The thread of the line.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }
    private let link: any ModbusLink

    /// A probe of a line; nothing is opened yet.
    public init(line: FieldbusLine) {
        executor = ThreadExecutor(name: "probe \(line)")
        link = line.makeLink()
    }

    deinit { executor.stop() }

    /// Opens the line when needed, sends one request and waits for its reply.
    /// - Parameters:
    ///   - within: the longest real time for all of it.
    ///   - gap: silence that the device needs before a request.
    public func ask(_ request: ModbusRequest, within: Duration, gap: Duration = .zero) -> ProbeAnswer {
        let start = Deadline.now()
        let outcome: ProbeOutcome
        do throws(LinkFailure) {
            outcome = .reply(try link.transact(request, within: within, gap: gap))
        } catch {
            outcome =
                switch error {
                case .cannotOpen(let because): .cannotOpen(because: because)
                case .timedOut: .timedOut
                case .disconnected(let because): .disconnected(because: because)
                case .mismatch(let mismatch): .mismatch(mismatch)
                case .checksum: .checksum
                }
        }
        return ProbeAnswer(outcome: outcome, took: .nanoseconds(Deadline.now() - start))
    }

    /// Bytes or frames that arrived although nothing was asked, since the last call.
    public func strays() -> Int {
        defer { link.strays = 0 }
        return link.strays
    }

    /// Times the line was opened.
    public func connections() -> Int { link.opened }

    /// Opens the line and leaves it alone; nil when it is open, else why not.
    public func connect(within: Duration) -> ProbeOutcome? {
        do throws(LinkFailure) {
            try link.connect(within: within)
            return nil
        } catch {
            return .cannotOpen(because: "\(error)")
        }
    }

    /// Closes the line; the next request opens it again.
    public func close() { link.close() }
}
