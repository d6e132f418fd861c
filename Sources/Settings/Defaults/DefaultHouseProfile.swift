// SPDX-License-Identifier: Apache-2.0
// The embedded default hardware/roost-dock-house.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `hardware/roost-dock-house.yaml`.
    static let houseProfileYAML = #"""
        # yaml-language-server: $schema=profile.schema.json
        # SPDX-License-Identifier: Apache-2.0
        # Roost's own reference enclosure controller: what ages in the box and tells it. The simulator serves this map.
        # Addresses are zero-based protocol addresses. Test vectors: vectors/roost-dock-house.yaml.
        schema: roost-modbus-profile/1
        id: roost-dock-house
        maker: Roost
        model: reference enclosure controller (simulator only)
        class: env
        status: invented
        sources:
          - "Roost's own design: no device was copied"
        transport: {kinds: [tcp, rtu], tcp_port: 502, unit: 11, serial: {baud: 19200, data: 8, parity: E, stop: 1}, timeout_ms: 300}
        limits: {max_regs: 60, max_bits: 64, gaps: reject}
        identity: [{point: map_version, equals: 1}]
        points:
          - {id: map_version,   fn: input, address: 0, type: u16, poll: once}
          - {id: box_temp,      fn: input, address: 1, type: s16, scale: 0.1, unit: degC, range: [-40, 90], nan: [0x7FFF], poll: normal, rate: 5}
          - {id: fan_speed,     fn: input, address: 2, type: u16, unit: rpm, range: [0, 6000], nan: [0xFFFF], poll: slow, note: "at full duty, once an hour"}
          - {id: filter_drop,   fn: input, address: 3, type: u16, scale: 0.1, unit: Pa, range: [0, 1000], nan: [0xFFFF], poll: slow}
          - {id: heater_power,  fn: input, address: 4, type: u16, unit: W, range: [0, 2000], nan: [0xFFFF], poll: slow, note: "while the pad heater is on, else 0"}
          - {id: cooler_current, fn: input, address: 5, type: u16, scale: 0.01, unit: A, range: [0, 40], nan: [0xFFFF], poll: slow, note: "while the compressor runs, else 0"}
          - {id: charger_efficiency, fn: input, address: 6, type: u16, scale: 0.1, unit: "%", range: [0, 100], nan: [0xFFFF], poll: slow, note: "while it delivers, else 0"}
          - {id: contactor_drop, fn: input, address: 7, type: u16, scale: 0.1, unit: mV, range: [0, 5000], nan: [0xFFFF], poll: slow, note: "while it carries current, else 0"}
          - {id: ups_capacity,  fn: input, address: 8, type: u16, scale: 0.1, unit: "%", range: [0, 120], nan: [0xFFFF], poll: slow, note: "of the last self-test, of a new battery"}

        """#
}
