// SPDX-License-Identifier: Apache-2.0
// The embedded default hardware/lufft-ws-umb.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `hardware/lufft-ws-umb.yaml`.
    static let weatherProfileYAML = #"""
        # yaml-language-server: $schema=profile.schema.json
        # SPDX-License-Identifier: Apache-2.0
        # Weather station of the reference dock. Register facts from the maker's manuals; ranges and poll classes are Roost's.
        # Addresses are zero-based protocol addresses. Test vectors: vectors/lufft-ws-umb.yaml.
        schema: roost-modbus-profile/1
        id: lufft-ws-umb
        maker: G. Lufft
        model: WS200..WS800-UMB (Modbus mode)
        class: weather
        status: partial
        sources:
          - "Lufft WS501/WS700 operating manuals, chapter on input registers (sentinels, span 0 to 124, holding registers)"
          - "a third-party simulator's table (single input addresses)"
        unverified:
          - "wind_speed: address 42 stands in one third-party table only, and is commented out there"
          - "the other input addresses: third-party table only"
        transport: {kinds: [rtu], unit: 1, serial: {baud: 19200, data: 8, parity: E, stop: 1}, timeout_ms: 1000, gap_ms: 20}
        limits: {max_regs: 125, gaps: ok}
        traps:
          - "invalid value is 0xFFFF for unsigned and 0x7FFF for signed registers, inside an otherwise good reply"
          - "one map for all sub-types: a model without rain gauge answers the rain register with the sentinel, not with an exception"
          - "parity Even by default while most of the bus is None"
          - "holding 7 and 8 are commands (rain reset, device reset): a blind write-test would reboot the station"
          - "wind in m/s at 42 seen in one third-party map only; compare against km/h at 83 (scale 0.01 there) before trusting it"
        points:
          - {id: ident,          fn: input, address: 0,  type: u16, poll: once, note: "type and software version bytes; byte order differs between manual editions"}
          - {id: device_status,  fn: input, address: 1,  type: u16, poll: slow}
          - {id: status1,        fn: input, address: 2,  type: bits16, poll: slow, note: "4 bits per channel"}
          - {id: humidity,       fn: input, address: 10, type: s16, scale: 0.1,  unit: "%RH", range: [0, 100], nan: [0x7FFF], poll: normal}
          - {id: pressure,       fn: input, address: 14, type: s16, scale: 0.1,  unit: hPa, range: [300, 1200], nan: [0x7FFF], poll: slow, rate: 1, stuck_after: 43200}
          - {id: wind_direction, fn: input, address: 18, type: s16, scale: 0.1,  unit: deg, range: [0, 360], nan: [0x7FFF], poll: normal}
          - {id: precip_type,    fn: input, address: 25, type: s16, enum: {0: none, 60: rain, 67: freezing-rain, 69: sleet, 70: snow, 90: hail}, nan: [0x7FFF], poll: normal, failsafe: 90}
          - {id: radiation,      fn: input, address: 27, type: s16, scale: 0.1,  unit: W/m2, range: [0, 2000], nan: [0x7FFF], poll: slow}
          - {id: temperature,    fn: input, address: 31, type: s16, scale: 0.1,  unit: degC, range: [-60, 70], nan: [0x7FFF], poll: normal, rate: 1, stuck_after: 21600}
          - {id: dew_point,      fn: input, address: 35, type: s16, scale: 0.1,  unit: degC, range: [-60, 70], nan: [0x7FFF], poll: normal}
          - {id: wind_speed,     fn: input, address: 42, type: s16, scale: 0.1,  unit: m/s, range: [0, 90], nan: [0x7FFF], poll: fast, failsafe: 90, rate: 25}
          - {id: rain_total,     fn: input, address: 48, type: u16, scale: 0.01, unit: mm, range: [0, 655], nan: [0xFFFF], poll: normal, counter: true, rate: 0.1}
          - {id: rain_rate,      fn: input, address: 50, type: u16, scale: 0.01, unit: mm/h, range: [0, 200], nan: [0xFFFF], poll: fast, failsafe: 200}
          - {id: local_altitude, fn: holding, address: 0, type: s16, scale: 1, unit: m, range: [-100, 5000], poll: once, write: guarded, write_fn: 6, readback: local_altitude}
          - {id: rain_reset,     fn: holding, address: 7, type: u16, poll: once, write: never}
          - {id: device_reset,   fn: holding, address: 8, type: u16, poll: once, write: never}

        """#
}
