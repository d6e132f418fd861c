// SPDX-License-Identifier: Apache-2.0
// Why an order to the vehicle failed. Each case carries what a technician needs to see; none is swallowed.
// It decides nothing about what follows from a failure: that is the core's.

/// Why the vehicle could not be reached, or did not do as told.
public enum VehicleLinkError: Error, Equatable, Sendable {
    /// The endpoint of the settings cannot be read: what was written, and what is expected.
    case endpointUnreadable(text: String, expected: String)
    /// The socket could not be opened: where, and the system's reason.
    case cannotOpen(endpoint: String, reason: String)
    /// No heartbeat of the vehicle for this long.
    case noVehicle(endpoint: String, silentFor: Duration)
    /// The autopilot family is not one that Roost can fly.
    case unknownAutopilot(name: String)
    /// The vehicle refused a plan: which plan, MAV_MISSION_RESULT by name and number, and what it said.
    case uploadRefused(plan: PlanKind, result: String, number: UInt8, said: [String])
    /// A transfer came to a standstill: which plan, and what was waited for.
    case transferStalled(plan: PlanKind, detail: String)
    /// What was read back is not what was sent.
    case readBackDiffers(plan: PlanKind, item: Int?, detail: String)
    /// The plan itself cannot be flown on this autopilot.
    case planUnusable(plan: PlanKind, detail: String)
    /// The vehicle refused a command: which, MAV_RESULT by name and number, and what it said.
    case commandRefused(command: String, result: String, number: UInt8, said: [String])
    /// The vehicle never answered a command.
    case commandUnanswered(command: String, attempts: Int)
    /// The vehicle accepted, but did not do it in time.
    case notConfirmed(expected: String, after: Duration, said: [String])
    /// The order is not allowed now: which, and why.
    case notAllowed(order: String, reason: String)
    /// Another order is being carried out.
    case busy(with: String)
    /// The vehicle has no flight log.
    case noLog
    /// A log did not come completely: bytes held, bytes announced.
    case logIncomplete(id: UInt16, received: Int, expected: Int)
    /// The vehicle did not answer questions for its parameters to the end: what was waited for.
    case parametersUnread(detail: String)
    /// The vehicle did not take a value: the parameter, the value, and what it said or holds.
    case parameterRefused(name: String, wanted: Double, detail: String)
    /// The vehicle refused a file or directory: its path on the vehicle, and why.
    case fileRefused(path: String, reason: String)
    /// The vehicle did not answer for a file or directory.
    case fileUnanswered(path: String)
    /// A file did not come completely: bytes held, bytes announced.
    case fileIncomplete(path: String, received: Int, expected: Int)
    /// What came is not what the vehicle holds, by its own checksum.
    case checksumDiffers(path: String)
    /// A file of ours could not be written: where, and the system's reason.
    case localFile(path: String, reason: String)
    /// The order was given up by its caller or the session was closed.
    case cancelled
}

/// The plans a vehicle stores.
public enum PlanKind: String, Sendable, Equatable, CaseIterable {
    /// The items that are flown.
    case mission
    /// Where it may fly.
    case fence
    /// Where it may land instead of home.
    case rally
}

extension VehicleLinkError: CustomStringConvertible {
    /// One line: what, where, and what to look at.
    public var description: String {
        switch self {
        case .endpointUnreadable(let text, let expected):
            "vehicle link \"\(text)\" cannot be read: \(expected)"
        case .cannotOpen(let endpoint, let reason): "vehicle link \(endpoint) cannot be opened: \(reason)"
        case .noVehicle(let endpoint, let silence):
            "no heartbeat of the vehicle on \(endpoint) for \(silence.wholeSeconds) s: check its power, radio"
        case .unknownAutopilot(let name): "autopilot family \"\(name)\" is neither PX4 nor ArduPilot"
        case .uploadRefused(let plan, let result, let number, let said):
            "vehicle refused the \(plan.rawValue): \(result) (\(number))\(Self.quote(said))"
        case .transferStalled(let plan, let detail): "transfer of the \(plan.rawValue) stalled: \(detail)"
        case .readBackDiffers(let plan, _, let detail):
            "vehicle holds another \(plan.rawValue) than was sent: \(detail)"
        case .planUnusable(let plan, let detail):
            "the \(plan.rawValue) cannot be flown on this autopilot: \(detail)"
        case .commandRefused(let command, let result, let number, let said):
            "vehicle refused \(command): \(result) (\(number))\(Self.quote(said))"
        case .commandUnanswered(let command, let attempts):
            "vehicle did not answer \(command), asked \(attempts) times: check the link"
        case .notConfirmed(let expected, let span, let said):
            "vehicle accepted, but was not \(expected) within \(span.wholeSeconds) s\(Self.quote(said))"
        case .notAllowed(let order, let reason): "\(order) not allowed: \(reason)"
        case .busy(let other): "vehicle link is busy with \(other)"
        case .noLog: "vehicle has no flight log"
        case .logIncomplete(let id, let received, let expected):
            "flight log \(id) incomplete: \(received) of \(expected) bytes; the next pull goes on from there"
        case .fileRefused(let path, let reason): "\(path) on the vehicle: \(reason)"
        case .fileUnanswered(let path): "vehicle did not answer for \(path): check the link, and that it offers MAVFTP"
        case .fileIncomplete(let path, let received, let expected):
            "\(path) incomplete: \(received) of \(expected) bytes; the next attempt goes on from there"
        case .checksumDiffers(let path): "\(path) came with errors: its checksum is not the vehicle's; fetch it again"
        case .localFile(let path, let reason): "\(path) cannot be written: \(reason)"
        case .parametersUnread(let detail): "parameters could not be read: \(detail): check the link"
        case .parameterRefused(let name, let wanted, let detail):
            "parameter \(name) could not be set to \(wanted): \(detail)"
        case .cancelled: "order given up"
        }
    }

    private static func quote(_ said: [String]) -> String {
        said.isEmpty ? "" : ", it said: " + said.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension Duration {
    var wholeSeconds: Int64 { components.seconds }
}
