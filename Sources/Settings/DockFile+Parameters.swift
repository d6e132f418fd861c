// SPDX-License-Identifier: Apache-2.0
// Decodes vehicle.parameters of dock.yaml: what the vehicle must hold before each launch. It knows names and numbers
// only; what a parameter does is the autopilot's matter.

import MAVLink

extension DockFile {
    /// Most required parameters.
    static let mostParameters = 200
    private static let forms = "a list, px4: and ardupilot: with a list each, recommended, or none"

    /// The required parameters of the dock's dialect: a list, a list per dialect, or the word `recommended`.
    static func parameters(_ vehicle: MappingReader, for dialect: VehicleDialect) -> [ParameterRequirement] {
        guard let node = vehicle.node("parameters") else { return [] }
        guard case .mapping = node.kind, let reader = vehicle.mapping("parameters") else {
            return parameters(node, vehicle.name("parameters"), dialect, vehicle)
        }
        var wanted: [ParameterRequirement] = []
        for other in VehicleDialect.allCases {
            guard let node = reader.node(other.rawValue) else { continue }
            let list = parameters(node, reader.name(other.rawValue), other, reader)
            if other == dialect { wanted = list }
        }
        reader.finish()
        return wanted
    }

    /// The requirements of one node.
    private static func parameters(
        _ node: SettingsNode, _ name: String, _ dialect: VehicleDialect, _ reader: MappingReader
    ) -> [ParameterRequirement] {
        if case .scalar(let word, _) = node.kind {
            switch word {
            case "recommended": return ParameterRequirement.recommended(for: dialect.autopilot)
            case "none": return []
            default:
                reader.log.report(node.place, "\(name) \(quoted(word)) is not known", "write \(forms)")
                return []
            }
        }
        var wanted: [ParameterRequirement] = []
        for (index, item) in reader.list(node, name, limit: mostParameters).enumerated() {
            guard let entry = MappingReader(item, path: "\(name)[\(index + 1)]", log: reader.log),
                let requirement = requirement(entry)
            else { continue }
            if wanted.contains(where: { $0.name == requirement.name }) {
                reader.log.report(
                    entry.place(of: "name"), "parameter \(quoted(requirement.name)) is required twice",
                    "remove one of them")
            }
            wanted.append(requirement)
        }
        return wanted
    }

    private static func requirement(_ entry: MappingReader) -> ParameterRequirement? {
        let range = -1e11...1e11
        let name = entry.text("name", example: "NAV_DLL_ACT", limit: 256)
        func number(_ key: String) -> Double? {
            entry.node(key).flatMap { entry.number($0, entry.name(key), in: range) }
        }
        let value = number("value"), least = number("min"), most = number("max")
        let reason = entry.optionalText("reason") ?? ""
        let isOptional = entry.flag("optional", default: false)
        entry.finish()
        guard !name.isEmpty else { return nil }
        guard isParameterName(name) else {
            entry.log.report(
                entry.place(of: "name"), "\(entry.name("name")) \(quoted(name)) is no parameter's name",
                "write 1 to 16 capital letters, digits and '_', as NAV_DLL_ACT")
            return nil
        }
        let hasValue = entry.keys.contains("value"),
            hasBound = entry.keys.contains { $0 == "min" || $0 == "max" }
        guard hasValue != hasBound else {
            entry.log.report(
                entry.place,
                "\(entry.path) \(quoted(name)) has \(hasValue ? "value and min or max" : "no value")",
                "write either value, or min and max or one of them")
            return nil
        }
        if let least, let most, least > most {
            entry.log.report(
                entry.place(of: "min"), "\(entry.name("min")) \(short(least)) is above max \(short(most))",
                "exchange them")
            return nil
        }
        guard value != nil || least != nil || most != nil else {
            // Where a number could not be read that was told already; an empty one was not.
            if let empty = ["value", "min", "max"].first(where: {
                entry.keys.contains($0) && entry.node($0) == nil
            }) {
                entry.log.report(entry.place, "\(entry.name(empty)) is empty", "write a number")
            }
            return nil
        }
        return ParameterRequirement(
            name, least: value ?? least, most: value ?? most, reason: reason, isOptional: isOptional)
    }

    private static func isParameterName(_ text: String) -> Bool {
        (1...Parameter.longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
    }
}

extension VehicleDialect {
    /// The family of autopilots.
    var autopilot: Autopilot {
        switch self {
        case .px4: .px4
        case .ardupilot: .ardupilot
        }
    }
}
