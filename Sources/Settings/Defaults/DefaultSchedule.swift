// SPDX-License-Identifier: Apache-2.0
// The embedded default schedules/perimeter.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `schedules/perimeter.yaml`.
    static let perimeterYAML = #"""
        # The evening patrol: every day at 17:25 local time, 70 m around the dock at 30 m, about two and a half minutes.
        # Its next ten runs are a test (Tests/SettingsTests).
        schema: roost-schedule/1
        name: perimeter                # unique; part of every occurrence id
        plan: perimeter.plan           # a QGroundControl plan beside this file
        at: ["17:25"]                  # daily times; or  cron: "25 17 * * mon-fri"
        time_zone: Europe/Zurich       # default: the dock's zone
        window: 30 min                 # may start until 17:55; default 30 min
        missed_runs: skip              # skip | catch-up; default skip
        priority: 0                    # larger wins; default 0
        retries: 1                     # further attempts in the window; default 1
        enabled: true                  # default true

        """#
}
