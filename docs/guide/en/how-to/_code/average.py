import sys


# region mean
def mean(values):
    total = sum(values)
    return total / len(values)
# endregion


if __name__ == "__main__":
    print(mean([float(word) for word in sys.argv[1:]]))
