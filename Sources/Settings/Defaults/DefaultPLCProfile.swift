// SPDX-License-Identifier: Apache-2.0
// The embedded default hardware/roost-dock-plc.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `hardware/roost-dock-plc.yaml`.
    static let plcProfileYAML = #"""
        # yaml-language-server: $schema=profile.schema.json
        # SPDX-License-Identifier: Apache-2.0
        # Roost's own reference dock controller: cover, pad charger, hood switches. The simulator serves this map.
        # Addresses are zero-based protocol addresses. Test vectors: vectors/roost-dock-plc.yaml.
        schema: roost-modbus-profile/1
        id: roost-dock-plc
        maker: Roost
        model: reference dock controller (simulator only)
        class: plc
        status: invented
        sources:
          - "Roost's own design: no device was copied"
        transport: {kinds: [tcp, rtu], tcp_port: 502, unit: 10, serial: {baud: 19200, data: 8, parity: E, stop: 1}, timeout_ms: 300}
        limits: {max_regs: 60, max_bits: 64, gaps: reject}
        identity: [{point: map_version, equals: 1}]
        parts:
          - {id: cover-motor, name: Cover motor, measured: cover_current, new: 3.2, worn: 4.2, counted: cover_moves, life: 20000, spread: 5000}
          - {id: charge-contacts, name: Charge contacts, measured: pad_contact, new: 15, worn: 50}
        points:
          - {id: limit_open,    fn: discrete, address: 0, type: bool, poll: fast, failsafe: 0}
          - {id: limit_closed,  fn: discrete, address: 1, type: bool, poll: fast, failsafe: 0}
          - {id: estop,         fn: discrete, address: 2, type: bool, poll: fast, failsafe: 1}
          - {id: smoke,         fn: discrete, address: 3, type: bool, poll: fast, failsafe: 1}
          - {id: water_leak,    fn: discrete, address: 4, type: bool, poll: normal, failsafe: 1}
          - {id: drone_present, fn: discrete, address: 5, type: bool, poll: fast, failsafe: 0}
          - {id: map_version,   fn: input, address: 0, type: u16, poll: once}
          - {id: cover_position, fn: input, address: 1, type: u16, scale: 0.1, unit: "%", range: [0, 100], nan: [0xFFFF], poll: fast, rate: 25}
          - {id: cover_current, fn: input, address: 2, type: u16, scale: 0.01, unit: A, range: [0, 40], poll: fast}
          - {id: cover_state,   fn: input, address: 3, type: u16, enum: {0: stopped, 1: opening, 2: closing, 3: stalled, 4: estop}, poll: fast, failsafe: 3}
          - {id: cover_moves,   fn: input, address: 4, type: u32, word_order: big, unit: "1", poll: slow, counter: true, rate: 0.2}
          - {id: motor_temp,    fn: input, address: 6, type: s16, scale: 0.1, unit: degC, range: [-40, 150], nan: [0x7FFF], poll: normal, rate: 5, operating: [-25, 90], failsafe: 150}
          - {id: heartbeat,     fn: input, address: 7, type: u16, poll: fast, note: "increments each second; a frozen value means frozen data"}
          - {id: pad_voltage,   fn: input, address: 16, type: u16, scale: 0.01, unit: V, range: [0, 60], poll: fast}
          - {id: pad_current,   fn: input, address: 17, type: s16, scale: 0.01, unit: A, range: [-40, 40], poll: fast}
          - {id: pad_contact,   fn: input, address: 18, type: u16, scale: 0.1, unit: mohm, range: [0, 5000], nan: [0xFFFF], poll: normal}
          - {id: pad_state,     fn: input, address: 19, type: u16, enum: {0: "off", 1: no-contact, 2: cc, 3: cv, 4: done, 5: fault}, poll: fast, failsafe: 5}
          - {id: pad_energy,    fn: input, address: 20, type: f32, word_order: little, unit: Wh, poll: slow, counter: true, rate: 1}
          - {id: pad_temp,      fn: input, address: 22, type: s16, scale: 0.1, unit: degC, range: [-40, 120], nan: [0x7FFF], poll: normal, rate: 5, operating: [-20, 60], failsafe: 120}
          - {id: cover_command, fn: holding, address: 0, type: u16, enum: {0: stop, 1: open, 2: close}, poll: normal, write: guarded, write_fn: 6, readback: cover_command, failsafe: 0}
          - {id: charge_enable, fn: coil, address: 0, type: bool, poll: normal, write: guarded, write_fn: 5, readback: charge_enable, failsafe: 0}
          - {id: hvac_enable,   fn: coil, address: 1, type: bool, poll: normal, write: safe, write_fn: 5, readback: hvac_enable}
          - {id: hvac_setpoint, fn: holding, address: 1, type: s16, scale: 0.1, unit: degC, range: [5, 35], poll: slow, write: safe, write_fn: 6, readback: hvac_setpoint}
          - {id: watchdog,      fn: holding, address: 2, type: u16, poll: once, write: safe, write_fn: 6, note: "write any value every 5 s; after 15 s without it the cover stops and charging ends"}

        """#
}
