import sys


# region moyenne
def moyenne(valeurs):
    total = sum(valeurs)
    return total / len(valeurs)
# endregion


if __name__ == "__main__":
    print(moyenne([float(mot) for mot in sys.argv[1:]]))
