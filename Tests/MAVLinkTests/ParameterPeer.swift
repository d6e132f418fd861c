// SPDX-License-Identifier: Apache-2.0
// A vehicle that holds parameters, with the habits of the two autopilot families: PX4 sends bits and a check sum and
// names every place, ArduPilot sends numbers and names no place in answers by name.

import DockModel

@testable import MAVLink

struct ParameterPeer: ScriptedPeer {
    var family = Autopilot.px4
    var parameters: [Parameter]
    /// Version that says PARAM_ERROR.
    var saysErrors = false
    /// What setting does to a value.
    var limit: ClosedRange<Double> = -1e9...1e9
    /// Answers the settings of these with an error.
    var refused: MAVParamError?
    /// Called after so many values were sent.
    var event: (after: Int, (inout ParameterPeer) -> [any MAVLinkMessage])?
    var hash: UInt32 = 0xCAFE_F00D
    private(set) var sent = 0
    private(set) var sets = 0
    private var next: Int?

    init(_ family: Autopilot, _ parameters: [Parameter]) {
        self.family = family
        self.parameters = parameters
    }

    var encoding: ParameterEncoding { family == .px4 ? .bytewise : .cast }

    func value(_ index: Int, named: Bool = false) -> ParamValueMessage {
        let parameter = parameters[index]
        return ParamValueMessage(
            paramID: FixedText(parameter.name), paramValue: Float(bitPattern: parameter.value.bits),
            paramType: parameter.value.type, paramCount: UInt16(parameters.count),
            paramIndex: named && family == .ardupilot ? .max : UInt16(index))
    }

    private var hashMessage: ParamValueMessage {
        ParamValueMessage(
            paramID: FixedText(Parameter.hashName), paramValue: Float(bitPattern: hash), paramType: .uint32,
            paramCount: UInt16(parameters.count), paramIndex: .max)
    }

    private func error(_ name: String, _ place: Int16, _ error: MAVParamError) -> [any MAVLinkMessage] {
        guard saysErrors else { return [] }
        return [
            ParamErrorMessage(
                targetSystem: dock.system, targetComponent: dock.component, paramID: FixedText(name),
                paramIndex: place, error: error)
        ]
    }

    mutating func answer(_ message: any MAVLinkMessage) -> [any MAVLinkMessage] {
        if message is ParamRequestListMessage {
            defer { next = 0 }
            return family == .px4 && next == nil ? [hashMessage] : []
        }
        if let ask = message as? ParamRequestReadMessage {
            if ask.paramIndex >= 0 {
                let place = Int(ask.paramIndex)
                return place < parameters.count ? [value(place)] : error("", ask.paramIndex, .doesNotExist)
            }
            let name = ask.paramID.text
            if family == .px4, name == Parameter.hashName { return [hashMessage] }
            guard let place = parameters.firstIndex(where: { $0.name == name }) else {
                return error(name, -1, .doesNotExist)
            }
            return [value(place, named: true)]
        }
        if let set = message as? ParamSetMessage {
            sets += 1
            guard let place = parameters.firstIndex(where: { $0.name == set.paramID.text }) else {
                return error(set.paramID.text, -1, .doesNotExist)
            }
            if let refused { return error(set.paramID.text, -1, refused) }
            let held = parameters[place].value
            let told = ParameterValue(bits: set.paramValue.bitPattern, type: held.type, encoding: encoding)
            guard let number = told.number else { return [] }
            let kept = min(max(number, limit.lowerBound), limit.upperBound)
            guard let new = ParameterValue(kept, type: held.type, encoding: encoding) else { return [] }
            parameters[place].value = new
            // ArduPilot tells nothing when nothing changed.
            return family == .px4 || new != held ? [value(place, named: true)] : []
        }
        return []
    }

    /// Sends the list, 40 in 100 ms.
    mutating func pass(_ now: Instant) -> [any MAVLinkMessage] {
        var messages: [any MAVLinkMessage] = []
        for _ in 0..<40 {
            guard let place = next else { break }
            guard place < parameters.count else {
                next = nil
                break
            }
            messages.append(value(place))
            next = place + 1
            sent += 1
            if let event, sent >= event.after {
                self.event = nil
                messages += event.1(&self)
            }
        }
        return messages
    }
}

/// Many parameters of both types, one with a name of 16 bytes.
func sampleParameters(_ count: Int, _ encoding: ParameterEncoding) -> [Parameter] {
    (0..<count).compactMap { index in
        let name = index == 3 ? "MPC_XY_VEL_P_ACC" : "P\(1_000 + index)_X"
        let isWhole = index % 2 == 0
        let number = isWhole ? Double(index * 37 - 5_000) : Double(index) * 0.1
        return ParameterValue(number, type: isWhole ? .int32 : .real32, encoding: encoding)
            .map { Parameter(name: name, value: $0) }
    }
}
