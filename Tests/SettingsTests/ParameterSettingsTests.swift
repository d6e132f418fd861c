// SPDX-License-Identifier: Apache-2.0
// vehicle.parameters of dock.yaml: what is taken, and what is refused with file, line, column, words and remedy.

import DockModel
import Foundation
import MAVLink
import Testing

@testable import Settings

private let anchor = "  system: 1 "

@Suite struct ParameterSettingsTests {
    private func parameters(_ text: String, dialect: String = "px4") throws -> [ParameterRequirement] {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        let dock = try #require(texts["dock.yaml"])
        #expect(dock.contains(anchor) && dock.contains("dialect: px4"), "test mistake")
        texts["dock.yaml"] = dock.replacingOccurrences(of: anchor, with: text + "\n" + anchor)
            .replacingOccurrences(of: "dialect: px4", with: "dialect: \(dialect)")
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock.vehicle.parameters
    }

    private func faults(_ text: String) -> [String] {
        problems("dock.yaml", [(anchor, text + "\n" + anchor)])
    }

    @Test func `values, bounds, reasons and names that only some versions have are taken`() throws {
        let list = try parameters(
            """
              parameters:
                - {name: NAV_DLL_ACT, value: 2, reason: come home when the link is lost}
                - {name: RTL_RETURN_ALT, min: 20, max: 120.5}
                - {name: SDLOG_MODE, min: 0}
                - {name: NEW_NAME, max: -0x10, optional: true}
            """.replacingOccurrences(of: "-0x10", with: "-1.5"))
        #expect(
            list == [
                ParameterRequirement("NAV_DLL_ACT", 2, reason: "come home when the link is lost"),
                ParameterRequirement("RTL_RETURN_ALT", least: 20, most: 120.5),
                ParameterRequirement("SDLOG_MODE", least: 0, most: nil),
                ParameterRequirement("NEW_NAME", least: nil, most: -1.5, isOptional: true),
            ])
    }

    @Test func `each dialect may have its own list, or the recommended one`() throws {
        let both = """
              parameters:
                px4: recommended
                ardupilot: [{name: FENCE_ENABLE, value: 1}]
            """
        #expect(try parameters(both) == ParameterRequirement.recommended(for: .px4))
        #expect(try parameters(both, dialect: "ardupilot") == [ParameterRequirement("FENCE_ENABLE", 1)])
        #expect(
            try parameters("  parameters: recommended", dialect: "ardupilot")
                == ParameterRequirement.recommended(for: .ardupilot))
        for nothing in ["  parameters: none", "  parameters: []", "  parameters:", "  parameters: {}", ""] {
            #expect(try parameters(nothing) == [], "\(nothing)")
        }
    }

    @Test func `what is wrong is told where it stands`() {
        let found = faults("  parameters:\n    - {name: NAV_DLL_ACT, value: two}")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("dock.yaml:") == true)
        #expect(
            found.first?.contains(":34: vehicle.parameters[1].value \"two\" is not a number") == true,
            "\(found)")
    }

    @Test(arguments: [
        ("- {value: 2}", "vehicle.parameters[1].name is missing"),
        ("- {name: nav_dll_act, value: 2}", "\"nav_dll_act\" is no parameter's name"),
        ("- {name: NAME_OF_17_LETTER, value: 2}", "\"NAME_OF_17_LETTER\" is no parameter's name"),
        ("- {name: GF_ACTION}", "\"GF_ACTION\" has no value"),
        ("- {name: GF_ACTION, value: }", "vehicle.parameters[1].value is empty"),
        ("- {name: GF_ACTION, value: 2, max: 3}", "\"GF_ACTION\" has value and min or max"),
        ("- {name: GF_ACTION, min: 3, max: 2}", "vehicle.parameters[1].min 3 is above max 2"),
        ("- {name: GF_ACTION, value: nan}", "\"nan\" is not a number"),
        ("- {name: GF_ACTION, value: 1e13}", "is above 100000000000"),
        ("- {name: GF_ACTION, value: [2]}", "not a number"),
        ("- {name: GF_ACTION, value: 2, valu: 3}", "unknown key \"valu\" in vehicle.parameters[1]"),
        ("- {name: GF_ACTION, value: 2, optional: maybe}", "\"maybe\" is neither true nor false"),
        ("- {name: GF_ACTION, value: 2}\n    - {name: GF_ACTION, min: 2}", "\"GF_ACTION\" is required twice"),
        ("- GF_ACTION", "vehicle.parameters[1] is"), ("{px5: recommended}", "unknown key \"px5\""),
        ("{ardupilot: all}", "vehicle.parameters.ardupilot \"all\" is not known"),
        ("{px4: {name: GF_ACTION, value: 2}}", "not a list"), ("defaults", "\"defaults\" is not known"),
    ])
    func `an unusable requirement is refused in words`(text: String, words: String) {
        let found = faults(text.hasPrefix("-") ? "  parameters:\n    \(text)" : "  parameters: \(text)")
        #expect(found.count == 1 && found.first?.contains(words) == true, "\(found)")
        #expect(found.allSatisfy { $0.hasPrefix("dock.yaml:") }, "\(found)")
    }

    @Test func `too many are refused and nothing is taken`() {
        let many = (0...200).map { "    - {name: P\($0), value: 1}" }.joined(separator: "\n")
        let found = faults("  parameters:\n" + many)
        #expect(
            found.count == 1 && found.first?.contains("has 201 entries, more than 200") == true, "\(found)")
    }
}
