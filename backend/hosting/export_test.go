package hosting

// Routes gives every address of the interfaces for other programs, by its methods.
func Routes() map[string][]string {
	all := map[string][]string{}
	for _, o := range routes {
		all[o.path] = append(all[o.path], o.method)
	}
	return all
}
