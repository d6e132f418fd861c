// SPDX-License-Identifier: Apache-2.0
// The verb `roost hardware`: its parts. What a part does is in the file of its name. None of them may use a line that a
// running dock owns.

import ArgumentParser

/// `roost hardware`: profiles and devices by hand.
struct HardwareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hardware",
        abstract: "Look at profiles and devices: list, check, schema, scan, read, watch, write, record, poll, conform.",
        discussion: """
            A profile is one YAML file for one device model. Devices are named by their id in dock.yaml; scan, poll and
            conform name an address instead. Exit codes: 0 well, 1 something was found, 64 wrong usage, 69 no device
            answers, 75 the dock runs and owns its lines, 77 not allowed, 78 bad configuration or profile.

            Example:
              roost hardware list --hardware hardware
              roost hardware read plc pad_voltage --config /etc/roost
              roost hardware conform hardware/roost-dock-plc.yaml --to tcp:10.0.0.5:502
            """,
        subcommands: [
            HardwareList.self, HardwareCheck.self, HardwareSchema.self, HardwareScan.self, HardwareRead.self,
            HardwareWatch.self, HardwareWrite.self, HardwareRecord.self, HardwareReplay.self, HardwarePoll.self,
            HardwareConform.self,
        ])
}
