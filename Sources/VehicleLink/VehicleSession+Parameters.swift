// SPDX-License-Identifier: Apache-2.0
// The vehicle's parameters: all of them, some by name, the differences to what is required, and one set and read back.
// Reading is allowed beside any order and in the air; setting is not.

public import MAVLink

extension VehicleSession {
    /// Reads every parameter of the vehicle.
    /// - Parameter progress: called on the session's actor at each whole percent.
    /// - Throws: `parametersUnread`, `noVehicle`, `unknownAutopilot`, `cancelled`.
    public func readParameters(
        progress: (@Sendable (LogProgress) -> Void)? = nil
    ) async throws(VehicleLinkError) -> ParameterList {
        let (ends, encoding) = try parameterEnds()
        let machine = ParameterRead(
            between: ends, encoding: encoding, hasHash: vehicle?.autopilot == .px4, timing: parameterTiming)
        let ended = await run(machine, progress: progress)
        switch ended?.outcome {
        case .read(let list): return list
        case .timedOut(let reason): throw .parametersUnread(detail: reason)
        case nil: throw .cancelled
        }
    }

    /// Reads some parameters by name; one that the vehicle does not have is not among the values.
    /// - Throws: `parametersUnread`, `noVehicle`, `unknownAutopilot`, `cancelled`.
    public func readParameters(
        named names: [String]
    ) async throws(VehicleLinkError) -> [String: ParameterValue] {
        let (ends, encoding) = try parameterEnds()
        let ended = await run(
            ParameterReadNames(names, between: ends, encoding: encoding, timing: parameterTiming))
        switch ended?.outcome {
        case .read(let values, missing: _): return values
        case .timedOut(let reason): throw .parametersUnread(detail: reason)
        case nil: throw .cancelled
        }
    }

    /// What the vehicle holds otherwise than it must, in the order of the requirements; they are read now.
    /// - Throws: as `readParameters(named:)`.
    public func differences(
        to requirements: [ParameterRequirement]
    ) async throws(VehicleLinkError) -> [ParameterDifference] {
        guard !requirements.isEmpty else { return [] }
        let held = try await readParameters(named: requirements.map(\.name))
        return requirements.compactMap { $0.difference(to: held[$0.name]) }
    }

    /// Sets a parameter of a disarmed vehicle and reads it back.
    /// - Throws: `notAllowed` when armed, `parameterRefused`, `parametersUnread`, `noVehicle`, `busy`, `cancelled`.
    public func setParameter(
        _ name: String, to number: Double
    ) async throws(VehicleLinkError) -> ParameterValue {
        try begin("parameter")
        defer { order = nil }
        let (ends, encoding) = try parameterEnds()
        guard vehicle?.isArmed?.value == false else {
            throw .notAllowed(order: "parameter \(name)", reason: "the vehicle is armed")
        }
        let machine = ParameterWrite(
            name, to: number, between: ends, encoding: encoding, timing: parameterTiming)
        switch await run(machine)?.outcome {
        case .held(let value): return value
        case .differs(let value):
            throw .parameterRefused(name: name, wanted: number, detail: "the vehicle holds \(value.text)")
        case .refused(let reason): throw .parameterRefused(name: name, wanted: number, detail: reason)
        case .timedOut(let reason): throw .parametersUnread(detail: reason)
        case nil: throw .cancelled
        }
    }

    private func parameterEnds() throws(VehicleLinkError) -> (Correspondents, ParameterEncoding) {
        let (dialect, ends) = try correspondents()
        return (ends, ParameterEncoding(of: dialect.autopilot, capabilities: vehicle?.capabilities?.value))
    }

    private var parameterTiming: ParameterTiming {
        var timing = ParameterTiming.standard
        timing.answerTimeout = patience(timing.answerTimeout)
        timing.longestRead = transferPatience(timing.longestRead)
        return timing
    }
}
