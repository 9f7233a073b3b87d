package sentence

import "testing"

// BenchmarkIn says a sentence with something filled in, two of them, and a text that nobody knows.
func BenchmarkIn(b *testing.B) {
	for name, text := range map[string]string{
		"one": "Access given to Ada Abbott.",
		"two": "Portal access given. Somebody else changed this access meanwhile. Theirs stays in " +
			"force.",
		"unknown": "Something that nobody has a word for, with a dot. And another.",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				In("de", text)
			}
		})
	}
}
