#if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    import _Builtin_intrinsics.intel.sse2
#endif

/// Where the structural characters are among 64 bytes: bit n stands for byte n.
struct ByteMasks: Equatable {
    var quotes: UInt64
    /// LF and CR.
    var newlines: UInt64
    /// Newlines and delimiters.
    var ends: UInt64
}

/// Finds structural characters 64 bytes at a time, with the processor's vectors where the compiler offers them.
struct ByteMasker {
    #if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
        private let delimiter: __m128i
        private let quote = _mm_set1_epi8(34)
        private let lineFeed = _mm_set1_epi8(10)
        private let carriageReturn = _mm_set1_epi8(13)

        init(delimiter: UInt8) { self.delimiter = _mm_set1_epi8(CChar(bitPattern: delimiter)) }

        /// - Parameter bytes: at least 64.
        @inline(__always)
        func masks(_ bytes: UnsafePointer<UInt8>) -> ByteMasks {
            let a = masks16(bytes)
            let b = masks16(bytes + 16)
            let c = masks16(bytes + 32)
            let d = masks16(bytes + 48)
            return ByteMasks(
                quotes: a.quotes | b.quotes << 16 | c.quotes << 32 | d.quotes << 48,
                newlines: a.newlines | b.newlines << 16 | c.newlines << 32 | d.newlines << 48,
                ends: a.ends | b.ends << 16 | c.ends << 32 | d.ends << 48)
        }

        @inline(__always)
        private func masks16(_ bytes: UnsafePointer<UInt8>) -> ByteMasks {
            // The caller vouches for the bytes.
            let v = UnsafeRawPointer(bytes).loadUnaligned(as: __m128i.self)
            let newlines = _mm_or_si128(_mm_cmpeq_epi8(v, lineFeed), _mm_cmpeq_epi8(v, carriageReturn))
            let ends = _mm_or_si128(newlines, _mm_cmpeq_epi8(v, delimiter))
            return ByteMasks(
                quotes: bits(_mm_cmpeq_epi8(v, quote)), newlines: bits(newlines), ends: bits(ends))
        }

        @inline(__always)
        private func bits(_ v: __m128i) -> UInt64 { UInt64(UInt32(bitPattern: _mm_movemask_epi8(v))) }
    #else
        private let portable: PortableByteMasker

        init(delimiter: UInt8) { portable = PortableByteMasker(delimiter: delimiter) }

        @inline(__always)
        func masks(_ bytes: UnsafePointer<UInt8>) -> ByteMasks { portable.masks(bytes) }
    #endif
}

/// The same eight bytes at a time in ordinary registers, for processors without the vectors above.
struct PortableByteMasker {
    private let delimiter: UInt64

    init(delimiter: UInt8) { self.delimiter = Self.everywhere(delimiter) }

    /// - Parameter bytes: at least 64.
    @inline(__always)
    func masks(_ bytes: UnsafePointer<UInt8>) -> ByteMasks {
        var masks = ByteMasks(quotes: 0, newlines: 0, ends: 0)
        var shift: UInt64 = 0
        while shift < 64 {
            // In bounds: eight loads of eight bytes.
            let word = UInt64(
                littleEndian: UnsafeRawPointer(bytes + Int(shift)).loadUnaligned(as: UInt64.self))
            let newlines = matches(word, Self.everywhere(10)) | matches(word, Self.everywhere(13))
            masks.quotes |= gather(matches(word, Self.everywhere(34))) << shift
            masks.newlines |= gather(newlines) << shift
            masks.ends |= gather(newlines | matches(word, delimiter)) << shift
            shift += 8
        }
        return masks
    }

    @inline(__always)
    private static func everywhere(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The high bit of each byte that equals the pattern's, and no other bit.
    @inline(__always)
    private func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let difference = word ^ pattern
        return ~(((difference & low) &+ low) | difference | low)
    }

    /// The eight high bits side by side, the first byte's lowest.
    @inline(__always)
    private func gather(_ highBits: UInt64) -> UInt64 { ((highBits >> 7) &* 0x0102_0408_1020_4080) >> 56 }
}
