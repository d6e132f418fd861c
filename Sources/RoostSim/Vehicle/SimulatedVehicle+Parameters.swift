// SPDX-License-Identifier: Apache-2.0
// The parameter protocol as the two families serve it: PX4 with bits in the float field, a check sum before the
// list and its place in every answer; ArduPilot with numbers in the field and no place in answers by name.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Parameters sent in one step of the simulation while a list is being sent.
    private static let parametersInOneStep = 20

    /// The parameters by name, as numbers.
    public var parameters: [String: Double] {
        Dictionary(parameterStore.present.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// Sets a parameter as a person at the vehicle would; every station is told. False when it has no such parameter.
    @discardableResult
    public mutating func setParameter(_ name: String, to value: Double) -> Bool {
        guard value.isFinite, parameterStore.set(name, value) != nil else { return false }
        tellParameter(name, isAnswerByName: true)
        return true
    }

    /// Adds a parameter, as a driver does that starts late; those behind it move up one place.
    public mutating func addParameter(_ name: String, _ value: Double, isWhole: Bool) {
        guard Parameter.isName(name), value.isFinite else { return }
        parameterStore.add(StoredParameter(name: name, value: value, type: isWhole ? .int32 : .real32))
    }

    /// Takes a parameter away; those behind it move down one place.
    public mutating func removeParameter(_ name: String) { parameterStore.remove(name) }

    var parameterEncoding: ParameterEncoding { configuration.dialect == .px4 ? .bytewise : .cast }

    /// Takes a message of the parameter protocol; others are ignored.
    mutating func hearParameterMessage(_ frame: MAVLinkFrame, from peer: Peer) {
        if let message = frame.decode(ParamRequestListMessage.self),
            isMine(message.targetSystem, message.targetComponent)
        {
            // PX4 leaves the check sum out when the list is asked for again while it is being sent.
            parameterStore.owesHash = configuration.dialect == .px4 && parameterStore.nextPlace == nil
            parameterStore.nextPlace = 0
        } else if let message = frame.decode(ParamRequestReadMessage.self),
            isMine(message.targetSystem, message.targetComponent)
        {
            answer(message, to: peer)
        } else if let message = frame.decode(ParamSetMessage.self),
            isMine(message.targetSystem, message.targetComponent)
        {
            store(message, bits: UInt32(from: frame.payload, at: 0), for: peer)
        }
    }

    /// Goes on with the list that was asked for.
    mutating func sendParameters() {
        guard let place = parameterStore.nextPlace else { return }
        let present = parameterStore.present
        if parameterStore.owesHash {
            parameterStore.owesHash = false
            sendParameterHash()
        }
        let end = min(place + Self.parametersInOneStep, present.count)
        for index in min(place, end)..<end {
            send(parameter: present[index], place: index, of: present.count)
        }
        parameterStore.nextPlace = end < present.count ? end : nil
    }

    private mutating func answer(_ message: ParamRequestReadMessage, to peer: Peer) {
        let present = parameterStore.present
        if message.paramIndex >= 0 {
            let place = Int(message.paramIndex)
            if place < present.count {
                return send(parameter: present[place], place: place, of: present.count)
            }
            if configuration.dialect == .px4 { say(.info, "[pm] unknown param ID: \(place)") }
            return refuse(.doesNotExist, name: "", place: message.paramIndex, to: peer)
        }
        let name = message.paramID.text
        if configuration.dialect == .px4, name == Parameter.hashName { return sendParameterHash() }
        guard parameterStore.place(of: name) != nil else {
            return refuse(.doesNotExist, name: name, place: -1, to: peer)
        }
        tellParameter(name, isAnswerByName: true)
    }

    private mutating func store(_ message: ParamSetMessage, bits: UInt32, for peer: Peer) {
        let name = message.paramID.text
        if configuration.dialect == .px4, name == Parameter.hashName {
            // Whatever the value: the station has what it needs.
            parameterStore.nextPlace = nil
            return
        }
        guard let place = parameterStore.place(of: name) else {
            if configuration.dialect == .px4 { say(.info, "[pm] unknown param: \(name)") }
            return refuse(.doesNotExist, name: name, place: -1, to: peer)
        }
        let held = parameterStore.present[place]
        if configuration.dialect == .px4, message.paramType != held.type {
            return say(.info, "[pm] param types mismatch param: \(name)")
        }
        let value = ParameterValue(bits: bits, type: held.type, encoding: parameterEncoding)
        guard let number = value.number, number.isFinite, !faults.refusesParameters.contains(name) else {
            refuse(.permissionDenied, name: name, place: -1, to: peer)
            return tellParameter(name, isAnswerByName: true)
        }
        _ = parameterStore.set(name, number)
        // ArduPilot tells only what changed.
        if configuration.dialect == .px4 || number != held.value { tellParameter(name, isAnswerByName: true) }
    }

    private mutating func tellParameter(_ name: String, isAnswerByName: Bool) {
        let present = parameterStore.present
        guard let place = present.firstIndex(where: { $0.name == name }) else { return }
        let told = isAnswerByName && configuration.dialect == .ardupilot ? Int(UInt16.max) : place
        send(parameter: present[place], place: told, of: present.count)
    }

    private mutating func send(parameter: StoredParameter, place: Int, of count: Int) {
        let number = Self.sent(parameter, parameterEncoding)
        let value = ParameterValue(number, type: parameter.type, encoding: parameterEncoding)
        send(
            ParamValueMessage(
                paramID: FixedText(parameter.name), paramValue: Float(bitPattern: value?.bits ?? 0),
                paramType: parameter.type, paramCount: UInt16(clamping: count),
                paramIndex: UInt16(clamping: place)))
    }

    /// What arrives of a number: a cast rounds great whole numbers.
    private static func sent(_ parameter: StoredParameter, _ encoding: ParameterEncoding) -> Double {
        encoding == .cast ? Double(Float(parameter.value)) : parameter.value
    }

    private mutating func sendParameterHash() {
        send(
            ParamValueMessage(
                paramID: FixedText(Parameter.hashName),
                paramValue: Float(bitPattern: parameterStore.hash(parameterEncoding)), paramType: .uint32,
                paramCount: UInt16(clamping: parameterStore.present.count), paramIndex: .max))
    }

    /// Versions that know PARAM_ERROR say why; the others say nothing.
    private mutating func refuse(_ error: MAVParamError, name: String, place: Int16, to peer: Peer) {
        guard faults.saysParameterErrors else { return }
        send(
            ParamErrorMessage(
                targetSystem: peer.system, targetComponent: peer.component, paramID: FixedText(name),
                paramIndex: place, error: error))
    }
}
