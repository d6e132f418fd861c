// SPDX-License-Identifier: Apache-2.0
// The embedded default parts.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `parts.yaml`.
    static let partsYAML = #"""
        # What wears. Each part is told by a measured signal that moves from `start` to `end_of_life`, or by a count with a
        # `limit`. `life` is in uses of the counter; lead and order time decide when a notice is sent. A figure without a source
        # behind `figures` is our own default: the maker's paper is better. docs/wear.md names the signals. An entry that leaves out
        # its life or its lead time is completed from its device's profile, then from this catalogue: {id: cover-motor, serial: C7}.
        schema: roost-parts/1
        currency: EUR                  # default
        visits: {window: 14 d, cost: 320}  # parts due within this time share a trip; what a trip costs without parts
        parts:
          - id: cover-motor
            name: Cover motor
            measure: {source: cover_current, start: 3.2 A, end_of_life: "+30 %"}
            counter: cover_moves       # cover_moves | rod_moves | flights | flight_hours | charge_cycles | contact_matings
            #                            charger_switchings | high_charge_days | shots | powered_hours | days
            life: {typical: 20000, sd: 5000}
            planned_per_day: 4         # default 1
            lead_time: 14 d            # from order to arrival
            order_time: 2 d            # to get the order out; default 1 d
            severity: error            # critical | error | warning | notice; default warning. error and worse ground the dock
            article: "gear motor 24 V" # what to order
            cost: 240                  # of a new one
            work_time: 40 min          # to change it
            serial: unknown            # of the unit in service at the start; used: 0 is what it had run by then

          - id: charge-contacts
            name: Charge contacts
            measure: {source: contact_resistance, start: 15 mΩ, end_of_life: 50 mΩ}   # or "2 x new"
            law: monotone              # it only grows, in jumps of its own size; default trend
            counter: contact_matings
            life: {typical: 10000, sd: 3000}
            planned_per_day: 2
            lead_time: 7 d
            order_time: 2 d
            severity: error
            figures: "makers of pogo pins: 10,000 to 100,000 matings, 50 mΩ"
            work_time: 25 min

          # The pack, told in five ways; what belongs to one assembly is replaced together and ends with the first of them. Heat
          # and depth of discharge make a cycle count for more or less than one: stress names the clock and what is measured.
          - {id: flight-battery, name: Flight battery, assembly: pack, limit: 400, counter: charge_cycles, life: {typical: 400, sd: 80}, planned_per_day: 1, lead_time: 21 d, order_time: 3 d, severity: warning, cost: 690, work_time: 5 min, figures: "look at 500 flights (Sentera)", stress: {clock: battery, temperature: pack_temperature, depth: discharge_depth}}
          - {id: pack-capacity, name: Flight battery capacity, assembly: pack, measure: {source: pack_capacity, start: 12 Ah, end_of_life: "-20 %"}, counter: charge_cycles, life: {typical: 300, sd: 80}, planned_per_day: 1, lead_time: 14 d, severity: critical, cost: 690, work_time: 5 min, stress: {clock: battery, temperature: pack_temperature, depth: discharge_depth}}
          - {id: pack-resistance, name: Flight battery resistance, assembly: pack, measure: {source: pack_resistance, start: 20 mΩ, end_of_life: 2 x new}, counter: charge_cycles, life: {typical: 300, sd: 80}, planned_per_day: 1, lead_time: 14 d, severity: critical, cost: 690, work_time: 5 min, stress: {clock: battery, temperature: pack_temperature, depth: discharge_depth}}
          - {id: pack-cells, name: Flight battery cell spread, assembly: pack, measure: {source: cell_spread, start: 0.005 V, end_of_life: 0.05 V}, counter: charge_cycles, life: {typical: 300, sd: 80}, planned_per_day: 1, lead_time: 14 d, severity: critical, cost: 690, work_time: 5 min, stress: {clock: battery, temperature: pack_temperature, depth: discharge_depth}}
          - {id: pack-full-days, name: Flight battery days at high charge, assembly: pack, limit: 120, counter: high_charge_days, life: {typical: 120, sd: 30}, planned_per_day: 0.3, lead_time: 7 d, severity: notice, cost: 690, work_time: 5 min, figures: "a vendor counts the same days"}

          # The vehicle.
          - {id: propellers, name: Propeller set, limit: 200, counter: flight_hours, life: {typical: 200, sd: 40}, planned_per_day: 0.1, lead_time: 7 d, order_time: 2 d, severity: error, cost: 48, work_time: 10 min, figures: "look every 20 flights (Sentera); check at 50 h or 200 flights (Leica)"}
          - {id: propeller-balance, name: Propeller balance, measure: {source: vibration, start: 12 m/s², end_of_life: 2 x new}, counter: flight_hours, life: {typical: 200, sd: 60}, planned_per_day: 0.1, lead_time: 7 d, severity: error, cost: 48, work_time: 10 min, law: monotone}
          - {id: motors, name: Motors, measure: {source: motor_current, start: 5.3 A, end_of_life: "+15 %"}, counter: flight_hours, life: {typical: 300, sd: 100}, planned_per_day: 0.1, lead_time: 14 d, severity: error, cost: 320, work_time: 60 min, figures: "check every 100 flights (Sentera)", stress: {clock: bearing, load: motor_current, nominal_load: 5.3 A}}
          - {id: speed-controllers, name: Speed controllers, measure: {source: esc_temperature_rise, start: 15 °C, end_of_life: 40 °C}, counter: flight_hours, life: {typical: 1000, sd: 300}, planned_per_day: 0.1, lead_time: 14 d, severity: error, cost: 180, work_time: 45 min}
          - {id: airframe, name: Airframe inspection, limit: 500, counter: flights, life: {typical: 500, sd: 50}, planned_per_day: 2, lead_time: 21 d, severity: warning, work_time: 60 min, figures: "500 flights (DroneSense: 10 h a month, 40 h a quarter)"}
          - {id: vibration-mounts, name: Vibration mounts, measure: {source: clipping, start: 0 1/min, end_of_life: 6 1/min}, counter: flight_hours, life: {typical: 150, sd: 60}, planned_per_day: 0.1, lead_time: 7 d, severity: warning, cost: 15, work_time: 20 min, figures: "O-rings 20 to 30 h (libdrone)"}
          - {id: camera, name: Gimbal and camera, limit: 100000, counter: shots, life: {typical: 100000, sd: 25000}, planned_per_day: 200, lead_time: 21 d, severity: warning, cost: 900, work_time: 20 min}

          # The cover, the rods and the pad.
          - {id: cover-hinge, name: Cover hinge and seal, measure: {source: cover_travel_time, start: 18 s, end_of_life: "+20 %"}, counter: cover_moves, life: {typical: 20000, sd: 5000}, planned_per_day: 4, lead_time: 30 d, severity: warning, cost: 110, work_time: 50 min}
          - {id: limit-switches, name: Cover limit switches, measure: {source: switch_faults, start: 0 %, end_of_life: 3 %}, counter: cover_moves, life: {typical: 100000, sd: 30000}, planned_per_day: 4, lead_time: 7 d, severity: warning, cost: 35, work_time: 20 min, figures: "a snap switch: over 10 million operations"}
          - {id: centring-rods, name: Centring rods, limit: 20000, counter: rod_moves, life: {typical: 20000, sd: 5000}, planned_per_day: 4, lead_time: 14 d, severity: warning, cost: 210, work_time: 45 min}
          - {id: landing-pad, name: Landing pad surface, measure: {source: landing_offset, start: 0.2 m, end_of_life: 1 m}, counter: flights, life: {typical: 500, sd: 200}, planned_per_day: 2, lead_time: 14 d, severity: notice, work_time: 15 min, figures: "clean every 3 months"}
          - {id: pad-heater, name: Pad heater, measure: {source: house.heater_power, start: 150 W, end_of_life: "-15 %"}, counter: days, life: {typical: 1800, sd: 500}, lead_time: 30 d, severity: warning, cost: 95, work_time: 40 min}

          # Charging.
          - {id: charger, name: Charger, measure: {source: house.charger_efficiency, start: 93 %, end_of_life: 90 %}, counter: powered_hours, life: {typical: 44000, sd: 9000}, planned_per_day: 24, lead_time: 30 d, severity: error, cost: 380, work_time: 30 min}
          - {id: main-contactor, name: Main contactor, measure: {source: house.contactor_drop, start: 30 mV, end_of_life: 2 x new}, counter: charger_switchings, life: {typical: 100000, sd: 50000}, planned_per_day: 2, lead_time: 30 d, severity: error, cost: 60, work_time: 30 min, figures: "100,000 electrical operations"}

          # The box.
          - {id: cooler, name: Cooler compressor, measure: {source: house.cooler_current, start: 2.5 A, end_of_life: "+20 %"}, counter: powered_hours, life: {typical: 60000, sd: 15000}, planned_per_day: 24, lead_time: 30 d, severity: warning, cost: 540, work_time: 90 min}
          - {id: box-fan, name: Box fan, measure: {source: house.fan_speed, start: 2400 rpm, end_of_life: "-15 %"}, counter: powered_hours, life: {typical: 60000, sd: 15000}, planned_per_day: 24, lead_time: 14 d, severity: warning, cost: 28, work_time: 15 min, figures: "L10 60,000 to 70,000 h; Sanyo Denki 18,900 h at 85 °C", stress: {clock: fan, temperature: house.box_temp}}
          - {id: air-filter, name: Air filter, measure: {source: house.filter_drop, start: 80 Pa, end_of_life: 2 x new}, counter: days, life: {typical: 180, sd: 45}, lead_time: 14 d, severity: notice, cost: 12, work_time: 5 min}
          - {id: ups-battery, name: UPS battery, measure: {source: house.ups_capacity, start: 100 %, end_of_life: 80 %}, counter: days, life: {typical: 1460, sd: 365}, lead_time: 30 d, severity: error, cost: 85, work_time: 20 min, figures: "3 to 5 years, halves per 8 to 10 °C over 25 °C", stress: {clock: lead-battery, temperature: house.box_temp}}
          - {id: disk, name: Computer's disk, measure: {source: disk_life_used, start: 0 %, end_of_life: 90 %}, counter: days, life: {typical: 2900, sd: 700}, lead_time: 30 d, severity: warning, cost: 70, work_time: 60 min}
          - {id: modem, name: LTE or satellite modem, measure: {source: uplink_loss, start: 0 h, end_of_life: 12 h}, counter: days, life: {typical: 1825, sd: 500}, lead_time: 30 d, severity: warning, cost: 260, work_time: 30 min}

        """#
}
