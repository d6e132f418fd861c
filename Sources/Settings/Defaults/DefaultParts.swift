// SPDX-License-Identifier: Apache-2.0
// The embedded default parts.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `parts.yaml`.
    static let partsYAML = #"""
        # What wears. Each part is told by a measured value that moves from `start` to `end_of_life`, or by a count with a
        # `limit`. `life` is in uses of the counter; lead and order time decide when a notice is sent.
        schema: roost-parts/1
        parts:
          - id: cover-motor
            name: Cover motor
            measure: {source: cover_current, start: 3.2 A, end_of_life: "+30 %"}
            counter: cover_moves       # cover_moves | flights | flight_hours | charge_cycles | contact_matings | powered_hours | days
            life: {typical: 20000, sd: 5000}
            planned_per_day: 4         # default 1
            lead_time: 14 d            # from order to arrival
            order_time: 2 d            # to get the order out; default 1 d
            severity: error            # critical | error | warning | notice; default warning

          - id: charge-contacts
            name: Charge contacts
            measure: {source: contact_resistance, start: 15 mΩ, end_of_life: 50 mΩ}   # or "2 x new"
            counter: contact_matings
            life: {typical: 10000, sd: 3000}
            planned_per_day: 2
            lead_time: 7 d
            order_time: 2 d
            severity: error

          - id: flight-battery
            name: Flight battery
            limit: 400
            counter: charge_cycles
            life: {typical: 400, sd: 80}
            planned_per_day: 1
            lead_time: 21 d
            order_time: 3 d
            severity: warning

          - id: propellers
            name: Propeller set
            limit: 200
            counter: flight_hours
            life: {typical: 200, sd: 40}
            planned_per_day: 0.1
            lead_time: 7 d
            order_time: 2 d
            severity: error

        """#
}
