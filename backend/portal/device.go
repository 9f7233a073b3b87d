package portal

import "strings"

// said is what a word in a browser's own description means. The first that is found counts:
// browsers name the ones that they are like as well.
type said struct{ word, name string }

var programs = []said{{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"OPR/", "Opera"},
	{"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
	{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}

var systems = []said{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"},
	{"Windows", "Windows"}, {"Macintosh", "Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}

// deviceOf reads a browser's description of itself; empty for what it does not know.
func deviceOf(agent string) (program, system string) {
	return first(programs, agent), first(systems, agent)
}

func first(list []said, agent string) string {
	for _, s := range list {
		if strings.Contains(agent, s.word) {
			return s.name
		}
	}
	return ""
}
