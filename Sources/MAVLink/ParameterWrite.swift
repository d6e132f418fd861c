// SPDX-License-Identifier: Apache-2.0
// Sets one parameter: reads its type and value, sets it, and reads it back. ArduPilot and PX4 tell the new value by
// themselves; that word alone is not believed, and a value the vehicle limited or refused is found out.

public import DockModel

/// The setting of one parameter.
public struct ParameterWrite: MicroProtocol {
    private enum Phase: Equatable {
        case ready, learning, setting, verifying, over
    }

    /// How it ended; nil while it runs.
    public private(set) var outcome: ParameterWriteOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?

    /// How often a value that differs is set again before it counts as the vehicle's last word.
    private static let settings = 4
    private let name: String
    private let number: Double
    private let ends: Correspondents
    private let encoding: ParameterEncoding
    private let timing: ParameterTiming
    private var phase = Phase.ready
    private var wanted: ParameterValue?
    /// What the vehicle told since it was set.
    private var told: ParameterValue?
    private var silences = 0
    private var sets = 0

    /// Sets the parameter `name` to `number`.
    public init(
        _ name: String, to number: Double, between ends: Correspondents, encoding: ParameterEncoding,
        timing: ParameterTiming = .standard
    ) {
        self.name = name
        self.number = number
        self.ends = ends
        self.encoding = encoding
        self.timing = timing
    }

    /// Asks for the present value, which tells the type.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        guard Parameter.isName(name) else {
            return finish(.refused(because: "\"\(name)\" is no parameter's name"))
        }
        return ask(.learning, at: now)
    }

    /// Takes the value, or the word that it is refused.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard phase != .ready, phase != .over, ends.isFromVehicle(frame) else { return [] }
        if let error = frame.decode(ParamErrorMessage.self) {
            guard error.paramID.text == name,
                ends.own.isMeant(bySystem: error.targetSystem, component: error.targetComponent)
            else { return [] }
            return finish(.refused(because: error.error.words))
        }
        guard let report = ParameterReport(frame, encoding), report.name == name else { return [] }
        silences = 0
        switch phase {
        case .learning:
            guard let value = ParameterValue(number, type: report.value.type, encoding: encoding) else {
                return finish(
                    .refused(because: "\(number) does not fit a parameter of type \(report.value.type.word)"))
            }
            wanted = value
            return report.value == value ? finish(.held(value)) : set(at: now)
        case .setting:
            told = report.value
            // A value from before the setting may still be on its way: only the read-back is believed.
            return report.value.isEqual(to: number) ? ask(.verifying, at: now) : []
        case .verifying:
            if report.value.isEqual(to: number) { return finish(.held(report.value)) }
            told = report.value
            return sets < Self.settings ? [] : finish(.differs(report.value))
        case .ready, .over: return []
        }
    }

    /// Sends again or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        silences += 1
        guard silences < timing.attempts else {
            return finish(.timedOut(because: "no answer about parameter \(name), asked \(silences) times"))
        }
        switch phase {
        case .learning: return ask(.learning, at: now)
        // Whether it was lost or taken without a word (ArduPilot tells only what changed) is seen in the value.
        case .setting: return ask(.verifying, at: now)
        case .verifying: return told == nil ? ask(.verifying, at: now) : set(at: now)
        case .ready, .over: return []
        }
    }

    private mutating func ask(_ next: Phase, at now: Instant) -> [any MAVLinkMessage] {
        phase = next
        told = nil
        deadline = now + timing.answerTimeout
        return [
            ParamRequestReadMessage(
                targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
                paramID: FixedText(name), paramIndex: -1)
        ]
    }

    private mutating func set(at now: Instant) -> [any MAVLinkMessage] {
        guard let wanted else { return [] }
        phase = .setting
        told = nil
        sets += 1
        deadline = now + timing.answerTimeout
        return [
            ParamSetMessage(
                targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
                paramID: FixedText(name), paramValue: Float(bitPattern: wanted.bits), paramType: wanted.type)
        ]
    }

    private mutating func finish(_ result: ParameterWriteOutcome) -> [any MAVLinkMessage] {
        outcome = result
        phase = .over
        deadline = nil
        return []
    }
}
